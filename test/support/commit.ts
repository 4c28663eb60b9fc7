import { type Commit, commitSha, objectId } from "../../src/model/index.js";

/** A commit of which only what a test cares for is said. */
export function commitOf(number: number, said: Partial<Commit> = {}): Commit {
  const sha = commitSha(number.toString(16).padStart(40, "0"));
  const tree = objectId("0".repeat(40));
  const subject = `commit ${number}`;
  return { sha, tree, parents: [], subject, author: "Ada", authoredAt: new Date(0), allowsDeletions: false, ...said };
}

import { sourceFindings } from "../findings/source.js";
import { type CommitSha, commitSha, type ObjectId } from "../model/index.js";
import { parseTag } from "./commit.js";
import { sourceError } from "./errors.js";
import { limits } from "./limits.js";
import type { ObjectStore } from "./object-store.js";

/** Follows annotated tags to the commit that they name; anything else they may name is refused. */
export function peelToCommit(store: ObjectStore, id: ObjectId, shown: string): CommitSha {
  let at = id;
  for (let steps = 0; steps <= limits.tagChain; steps += 1) {
    const { type, bytes } = store.read(at);
    if (type === "commit") return commitSha(at);
    if (type !== "tag") throw notACommit(shown, `names a ${type}`);
    at = parseTag(at, bytes).target;
  }
  throw notACommit(shown, `is a tag of more than ${limits.tagChain} tags`);
}

function notACommit(shown: string, why: string): Error {
  return sourceError(
    sourceFindings.refMissing,
    `${shown} ${why}, not a commit`,
    "follow a branch, or a tag of a commit",
  );
}

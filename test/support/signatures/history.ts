import type { CommitSha } from "../../../src/model/index.js";
import { listRange } from "../../../src/source/signatures/range.js";
import { objectShelf } from "./objects.js";

/** Commits by letter; each names its parents. Times rise by one. */
export async function history(
  spec: Readonly<Record<string, string>>,
  timeOf: (index: number) => number = (index) => 1_000 + index,
) {
  const shelf = objectShelf();
  const shas = new Map<string, CommitSha>();
  const names = new Map<string, string>();
  for (const [index, [name, parents]] of Object.entries(spec).entries()) {
    const sha = await shelf.commit({
      parents: [...parents].map((parent) => shas.get(parent) as CommitSha),
      time: timeOf(index),
      message: name,
    });
    shas.set(name, sha);
    names.set(sha, name);
  }
  const of = (name: string) => shas.get(name) as CommitSha;
  const range = async (since: string, head: string, limit = 100) => {
    const result = await listRange(shelf.read, of(since), of(head), limit);
    return "commits" in result ? result.commits.map((sha) => names.get(sha)).join("") : Object.keys(result)[0];
  };
  return { shelf, of, range };
}

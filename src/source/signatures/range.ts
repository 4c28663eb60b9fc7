import { type Commit, type CommitSha, commitSha, type ObjectId, objectId } from "../../model/index.js";
import { breathe } from "../breathe.js";
import { parseCommit } from "../commit.js";
import { isDamaged } from "../errors.js";
import type { GitObject } from "../git-object.js";

/** Reads an object; undefined where the repository, perhaps a shallow clone, does not have it. */
export type ReadObject = (id: ObjectId) => GitObject | undefined;

/** The commits of a range, those that are built upon first; or why there is no telling. */
export type Range =
  | { readonly commits: readonly CommitSha[] }
  | { readonly missing: CommitSha }
  | { readonly malformed: CommitSha }
  | { readonly tooLong: true }
  | { readonly notAncestor: true };

interface Node {
  readonly commit: Commit;
  /** Committer's time, in seconds: only the order of the walk hangs on it. */
  readonly time: number;
  /** Whether `since` is built upon this one. */
  covered: boolean;
  queued: boolean;
}

/**
 * The commits that lead to head and not to `since`, as `git rev-list since..head` lists them: those that merges bring in
 * are among them. Walks from both, the newest commit first, and marks what `since` leads to. Times that lie may leave a
 * commit in the list that `since` leads to, never one out of it.
 */
export async function listRange(read: ReadObject, since: CommitSha, head: CommitSha, limit: number): Promise<Range> {
  if (head === since) return { commits: [] };
  const walk = startWalk(read);
  const trouble = walk.visit(head, false) ?? walk.visit(since, true);
  if (trouble !== undefined) return trouble;
  const found: Node[] = [];
  let oldest = Number.POSITIVE_INFINITY;
  let met = false;
  for (let steps = 1; walk.open() > 0 || walk.newest() >= oldest; steps += 1) {
    const node = walk.next();
    if (node === undefined) break;
    if (!node.covered) {
      found.push(node);
      oldest = Math.min(oldest, node.time);
    }
    for (const parent of node.commit.parents) {
      met ||= parent === since;
      const problem = walk.visit(parent, node.covered);
      if (problem !== undefined && !node.covered) return problem;
    }
    if (found.length > limit) return { tooLong: true };
    // What is left then is to mark commits, and without it there are only more of them in the list.
    if (steps > 4 * limit && walk.open() === 0) break;
    if (steps % 200 === 0) await breathe();
  }
  if (!met) return { notAncestor: true };
  return {
    commits: found
      .filter(({ covered }) => !covered)
      .map(({ commit }) => commit.sha)
      .reverse(),
  };
}

/** The frontier of the walk. */
function startWalk(read: ReadObject) {
  const nodes = new Map<CommitSha, Node>();
  /** Oldest first. */
  const queue: Node[] = [];
  let open = 0;
  const enqueue = (node: Node) => {
    node.queued = true;
    if (!node.covered) open += 1;
    let [low, high] = [0, queue.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((queue[middle]?.time ?? 0) < node.time) low = middle + 1;
      else high = middle;
    }
    queue.splice(low, 0, node);
  };
  const cover = (node: Node) => {
    if (node.covered) return;
    if (node.queued) open -= 1;
    node.covered = true;
    if (!node.queued) enqueue(node);
  };
  return {
    /** Meets a commit; what is covered stays so, and passes it on. */
    visit(sha: CommitSha, covered: boolean): Exclude<Range, { commits: unknown }> | undefined {
      const known = nodes.get(sha);
      if (known !== undefined) {
        if (covered) cover(known);
        return undefined;
      }
      const commit = readCommit(read, sha);
      if (!("commit" in commit)) return commit;
      const node = { ...commit, covered, queued: false };
      nodes.set(sha, node);
      enqueue(node);
      return undefined;
    },
    next(): Node | undefined {
      const node = queue.pop();
      if (node === undefined) return undefined;
      node.queued = false;
      if (!node.covered) open -= 1;
      return node;
    },
    newest: () => queue.at(-1)?.time ?? Number.NEGATIVE_INFINITY,
    /** How many commits wait that are not covered. */
    open: () => open,
  };
}

function readCommit(
  read: ReadObject,
  sha: CommitSha,
): { readonly commit: Commit; readonly time: number } | { missing: CommitSha } | { malformed: CommitSha } {
  const object = read(objectId(sha));
  if (object === undefined) return { missing: sha };
  if (object.type !== "commit") return { malformed: sha };
  try {
    const bytes = Buffer.from(object.bytes.buffer, object.bytes.byteOffset, object.bytes.byteLength);
    const time = /\ncommitter [^\n]*> (\d{1,12}) /.exec(bytes.toString("latin1", 0, 64 * 1024))?.[1];
    return { commit: parseCommit(commitSha(sha), object.bytes), time: Number(time ?? 0) };
  } catch (error) {
    if (isDamaged(error)) return { malformed: sha };
    throw error;
  }
}

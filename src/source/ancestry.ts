import { type ChainCommit, type CommitSha, objectId } from "../model/index.js";
import { breathe } from "./breathe.js";
import { committedAt, parseCommit } from "./commit.js";
import { damaged } from "./errors.js";
import { limits } from "./limits.js";
import type { CommitLinks } from "./merge-base.js";
import type { ObjectStore } from "./object-store.js";

/** Where a commit comes from; undefined for one that is not there, as beyond the end of a shallow clone. */
export type ReadLinks = (sha: CommitSha) => CommitLinks | undefined;

/**
 * How a head stands to a commit: it `follows` one that is in its history, along any parent, as Git's fast-forward means it; else
 * it is `accepted`, or has `parted` from it. `unknown` where the history that is there does not tell.
 */
export type Descent = "follows" | "accepted" | "parted" | "unknown";

/**
 * Head counts as accepted where it is among `accept`, and where one of these is new in its history: what has been on the list
 * since long before says nothing of it.
 */
export async function descentOf(
  read: ReadLinks,
  head: CommitSha,
  from: CommitSha,
  accept: ReadonlySet<CommitSha>,
): Promise<Descent> {
  const { commits, missing, tooLong } = await readHistory(read, head, from);
  if (commits.has(from)) return "follows";
  if (accept.has(head)) return "accepted";
  const old = await readHistory(read, from);
  const isNew = (sha: CommitSha) => !old.commits.has(sha);
  const known = !old.tooLong && !old.missing.has(from);
  if (known && [...accept].some((sha) => commits.has(sha) && isNew(sha))) return "accepted";
  // What is behind a commit that `from` follows cannot be `from`.
  return tooLong || [...missing].some(isNew) ? "unknown" : "parted";
}

/** The commits of a chain that follow the given one: the last ones, since each is in the history of the next. */
export async function onTopOf(
  read: ReadLinks,
  chain: readonly ChainCommit[],
  from: CommitSha,
): Promise<readonly ChainCommit[]> {
  let low = 0;
  let high = chain.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const sha = chain[middle]?.commit.sha;
    if (sha !== undefined && (await readHistory(read, sha, from)).commits.has(from)) high = middle;
    else low = middle + 1;
  }
  return chain.slice(low);
}

/** The links of a store's commits. */
export function linksIn(store: ObjectStore): ReadLinks {
  return (sha) => {
    const object = store.readIfThere(objectId(sha));
    if (object === undefined) return undefined;
    if (object.type !== "commit") throw damaged(`${sha} is a ${object.type}, it is named as a commit`);
    return { parents: parseCommit(sha, object.bytes).parents, committedAt: committedAt(object.bytes) };
  };
}

/** A commit and all that it comes from, or as much of it as it takes to meet `until`. */
interface History {
  readonly commits: ReadonlySet<CommitSha>;
  /** Those of them that are named and not there. */
  readonly missing: ReadonlySet<CommitSha>;
  /** Whether it has more commits than are walked. */
  readonly tooLong: boolean;
}

/** Walks newest first, by the committers' clocks: they decide how soon a commit is met, not whether. */
async function readHistory(read: ReadLinks, head: CommitSha, until?: CommitSha): Promise<History> {
  const commits = new Set([head]);
  const queue: { readonly at: number; readonly parents: readonly CommitSha[] }[] = [];
  const missing = new Set<CommitSha>();
  const visit = (sha: CommitSha) => {
    const links = read(sha);
    if (links === undefined) missing.add(sha);
    else insert(queue, { at: links.committedAt, parents: links.parents });
  };
  visit(head);
  for (let next = queue.pop(); next !== undefined && (until === undefined || !commits.has(until)); next = queue.pop()) {
    for (const parent of next.parents) {
      if (commits.has(parent)) continue;
      if (commits.size >= limits.history) return { commits, missing, tooLong: true };
      commits.add(parent);
      visit(parent);
      if (commits.size % 500 === 0) await breathe();
    }
  }
  return { commits, missing, tooLong: false };
}

/** Keeps the newest at the end. */
function insert<Entry extends { readonly at: number }>(queue: Entry[], entry: Entry): void {
  let low = 0;
  let high = queue.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((queue[middle]?.at ?? 0) <= entry.at) low = middle + 1;
    else high = middle;
  }
  queue.splice(low, 0, entry);
}

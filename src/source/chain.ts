import {
  type ChainCommit,
  type Commit,
  type CommitSha,
  type Head,
  isFullSha,
  type ObjectId,
  objectId,
  type VersionTag,
} from "../model/index.js";
import { breathe } from "./breathe.js";
import { parseCommit } from "./commit.js";
import { damaged } from "./errors.js";
import type { GitObject } from "./git-object.js";
import { limits } from "./limits.js";
import type { ObjectStore } from "./object-store.js";
import { parseTree } from "./tree.js";

/** The way to head along first parents. */
export interface Chain {
  /** Oldest first; the last is head. */
  readonly commits: readonly ChainCommit[];
  /** Whether it ends at a commit whose parent is not there, though more commits were wanted. */
  readonly cut: boolean;
  /** The commit that it begins right after, of those that were asked for. */
  readonly reached: CommitSha | undefined;
}

/** Whether a head is taken as it is: a tag and a commit name one commit, a branch leads to it. */
export function standsAlone({ ref }: Head): boolean {
  return ref.startsWith("refs/tags/") || isFullSha(ref);
}

/**
 * The head of tags that are versions, lowest first; undefined where there are none. Of tags of one commit the highest
 * counts.
 */
export function headOfVersions(tags: readonly VersionTag[]): Head | undefined {
  const versions = tags.filter(({ commit }, index) => tags.findLastIndex((tag) => tag.commit === commit) === index);
  const last = versions.at(-1);
  return last === undefined ? undefined : { ...last, versions };
}

/**
 * The commits of the tags within a range of versions, from after one of `since` where that is among them. Each is decided,
 * whether or not it changes the path.
 */
export function readVersions(store: ObjectStore, versions: readonly VersionTag[], since: readonly CommitSha[]): Chain {
  const at = versions.findLastIndex(({ commit }) => since.includes(commit));
  const commits = versions
    .slice(at + 1)
    .map(({ commit, tag }) => ({ commit: readCommit(store, commit), changesPath: true, ...(tag && { tag }) }));
  return { commits, cut: false, reached: versions[at]?.commit };
}

/**
 * Walks first parents from head back to one of `since`, or until enough of them change the path. Both bounds count from head, so
 * that the chain does not depend on what was fetched before.
 */
export async function readChain(
  store: ObjectStore,
  head: CommitSha,
  path: string,
  since: readonly CommitSha[],
): Promise<Chain> {
  const found: ChainCommit[] = [];
  const chain = (ended: Pick<Chain, "cut" | "reached">): Chain => ({ commits: found.toReversed(), ...ended });
  let changing = 0;
  let commit = readCommit(store, head);
  while (!since.includes(commit.sha)) {
    const first = commit.parents[0];
    const parent = first === undefined ? undefined : readIfThere(store, first);
    const changesPath = folderId(store, commit, path) !== (parent && folderId(store, parent, path));
    found.push({ commit, changesPath });
    if (changesPath) changing += 1;
    if (changing === limits.chainCommits || found.length === limits.maxChainDepth) {
      return chain({ cut: false, reached: undefined });
    }
    if (parent === undefined) return chain({ cut: first !== undefined, reached: undefined });
    commit = parent;
    if (found.length % 50 === 0) await breathe();
  }
  return chain({ cut: false, reached: commit.sha });
}

export function readCommit(store: ObjectStore, sha: CommitSha): Commit {
  return toCommit(sha, store.read(objectId(sha)));
}

function readIfThere(store: ObjectStore, sha: CommitSha): Commit | undefined {
  const object = store.readIfThere(objectId(sha));
  return object && toCommit(sha, object);
}

function toCommit(sha: CommitSha, { type, bytes }: GitObject): Commit {
  if (type !== "commit") throw damaged(`${sha} is a ${type}, it is named as a commit`);
  return parseCommit(sha, bytes);
}

/** The id of the folder in this commit; undefined where it has none. */
function folderId(store: ObjectStore, { tree }: Commit, path: string): ObjectId | undefined {
  let id: ObjectId = tree;
  for (const name of path === "" ? [] : path.split("/")) {
    const entry = parseTree(id, store.read(id).bytes).find((candidate) => candidate.name === name);
    if (entry?.type !== "folder") return undefined;
    id = entry.id;
  }
  return id;
}

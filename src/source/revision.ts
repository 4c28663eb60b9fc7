import { join } from "node:path";
import { type CommitSha, commitSha, isFullSha, objectId, UsageError } from "../model/index.js";
import { committedAt, parseCommit } from "./commit.js";
import { damaged, isMissing } from "./errors.js";
import { limits } from "./limits.js";
import { listLocalRefs, readLocalRef } from "./local-refs.js";
import type { CommitLinks } from "./merge-base.js";
import type { ObjectStore } from "./object-store.js";
import { peelToCommit } from "./peel.js";
import { nearestNames } from "./refs.js";
import { type Repository, readText } from "./repository.js";

/** A repository on this machine whose history is read. */
export interface History {
  /** For messages. */
  readonly path: string;
  readonly repository: Repository;
  readonly store: ObjectStore;
  /** Commits whose parents a shallow clone does not have. */
  readonly shallow: ReadonlySet<string>;
}

/** The commits at which a shallow clone ends; none for a full one. */
export function readShallow({ commonDir }: Repository): ReadonlySet<string> {
  return new Set((readText(join(commonDir, "shallow")) ?? "").split("\n").filter(isFullSha));
}

/** Where a commit comes from, as far as this clone has it, and when it was made. */
export function linksOf({ store, shallow }: History, sha: CommitSha): CommitLinks {
  const bytes = readCommit(store, sha);
  const parents = shallow.has(sha) ? [] : parseCommit(sha, bytes).parents;
  return { parents, committedAt: committedAt(bytes) };
}

export function readCommit(store: ObjectStore, sha: CommitSha): Uint8Array {
  const { type, bytes } = store.read(objectId(sha));
  if (type !== "commit") throw damaged(`${sha} is a ${type}, it is named as a commit`);
  return bytes;
}

/**
 * The commit that a revision names (gitrevisions, the part that is used in practice): HEAD, a branch, a tag, a remote's
 * branch as in origin/main, a full ref, a commit id whole or short, and behind it any number of `~N` and `^N`. Throws UsageError
 * where it is not there.
 */
export function resolveRevision(history: History, revision: string): CommitSha {
  const [, name = "", steps = ""] = /^(.*?)((?:[~^]\d{0,6})*)$/s.exec(revision) ?? [];
  let at = resolveName(history, name, revision);
  for (const [, sign, digits] of steps.matchAll(/([~^])(\d*)/g)) {
    const number = digits === "" ? 1 : Number(digits);
    at = sign === "~" ? goBack(history, at, number, revision) : parentAt(history, at, number, revision);
  }
  return at;
}

function goBack(history: History, from: CommitSha, steps: number, revision: string): CommitSha {
  let at = from;
  for (let step = 0; step < steps; step += 1) at = parentAt(history, at, 1, revision);
  return at;
}

/** The parent of this number, from 1; 0 is the commit itself. */
function parentAt(history: History, sha: CommitSha, number: number, revision: string): CommitSha {
  if (number === 0) return sha;
  const parent = linksOf(history, sha).parents[number - 1];
  if (parent !== undefined) return parent;
  const ended = history.shallow.has(sha);
  throw new UsageError(
    `${revision}: commit ${sha} has no parent ${number}${ended ? " in this shallow clone" : ""} (${history.path})`,
    ended ? deepen : "correct the revision",
  );
}

function resolveName(history: History, name: string, revision: string): CommitSha {
  const { repository, store } = history;
  try {
    if (isFullSha(name.toLowerCase())) return peelToCommit(store, objectId(name.toLowerCase()), name);
    for (const candidate of candidates(name)) {
      const ref = readLocalRef(repository, candidate);
      if (ref !== undefined) return peelToCommit(store, objectId(ref.id), name);
    }
    const short = shortId(history, name);
    if (short !== undefined) return short;
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
  throw revisionMissing(history, revision);
}

/** The commit whose id is cut short; undefined where no object is meant, or several commits are. */
function shortId({ store }: History, name: string): CommitSha | undefined {
  const digits = name.toLowerCase();
  if (!/^[0-9a-f]{4,39}$/.test(digits)) return undefined;
  const commits = store.beginningWith(digits).filter((id) => store.read(id).type === "commit");
  return commits.length === 1 && commits[0] !== undefined ? commitSha(commits[0]) : undefined;
}

/** Full names of refs; the first that exists is meant, as for the ref that is followed. */
function candidates(name: string): readonly string[] {
  if (name === "HEAD" || name === "@") return ["HEAD"];
  if (name.startsWith("refs/")) return [name];
  return ["heads/", "tags/", "remotes/", ""]
    .map((folder) => `refs/${folder}${name}`)
    .concat(`refs/remotes/${name}/HEAD`);
}

const deepen =
  "fetch more of the history: `git fetch --deepen=50`, or all with `git fetch --unshallow` (GitHub Actions: fetch-depth: 0 of actions/checkout; GitLab: GIT_DEPTH: 0)";

function revisionMissing({ path, repository, shallow }: History, revision: string): Error {
  if (shallow.size > 0) {
    const branch = revision.replace(/^(refs\/)?(remotes\/)?origin\//, "");
    return new UsageError(
      `${path} is a shallow clone and does not have ${revision}`,
      `fetch it: \`git fetch --depth=50 origin ${branch}\`, or ${deepen.slice(deepen.indexOf("all with"))}`,
    );
  }
  const names = listLocalRefs(repository).map(({ name }) => name.replace(/^refs\/(heads|tags)\//, ""));
  const near = nearestNames(revision, names).slice(0, limits.notes).join(", ");
  return new UsageError(
    `${path} has no branch, tag or commit ${revision}${near === "" ? "" : `; it has ${near}`}`,
    "correct it, or fetch it with `git fetch origin`; a short id must have enough digits to be of one commit",
  );
}

/** Says that two commits share no history here. */
export function unrelated({ path, shallow }: History, revision: string): Error {
  return shallow.size > 0
    ? new UsageError(`${path} is a shallow clone: HEAD and ${revision} have no common commit in it`, deepen)
    : new UsageError(
        `HEAD and ${revision} have no common commit (${path})`,
        "compare with a commit that HEAD comes from",
      );
}

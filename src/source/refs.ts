import { sourceFindings } from "../findings/source.js";
import { isFullSha, type SourceConfig } from "../model/index.js";
import { sourceError } from "./errors.js";

/** One ref as a remote or a repository names it. */
export interface Ref {
  /** Full, as in refs/heads/main, or HEAD. */
  readonly name: string;
  readonly id: string;
  /** What an annotated tag points to in the end, where that is known already. */
  readonly peeled?: string;
  /** The ref that a symbolic one names. */
  readonly target?: string;
}

/** What a configuration can ask for. */
export type Wanted =
  | { readonly type: "head" }
  | { readonly type: "commit"; readonly sha: string }
  /** The highest tag within a range of versions. */
  | { readonly type: "versions"; readonly range: string }
  /** Full names; the first that exists is meant. */
  | { readonly type: "ref"; readonly shown: string; readonly names: readonly string[] };

/** What a source asks for: `semver` goes before `ref`. */
export function wantedOf({ ref, semver }: Pick<SourceConfig, "ref" | "semver">): Wanted {
  return semver === null ? wantedRef(ref) : { type: "versions", range: semver };
}

/**
 * What `ref` of a source means: null (or HEAD) the branch that the remote's HEAD names, 40 hex digits a commit, refs/...
 * that ref; anything else a branch, or a tag where no branch has that name.
 */
export function wantedRef(ref: string | null): Wanted {
  if (ref === null || ref === "HEAD") return { type: "head" };
  if (isFullSha(ref.toLowerCase())) return { type: "commit", sha: ref.toLowerCase() };
  if (ref.startsWith("refs/")) return { type: "ref", shown: ref, names: [ref] };
  return { type: "ref", shown: ref, names: [`refs/heads/${ref}`, `refs/tags/${ref}`] };
}

/** The prefixes that a remote has to be asked for. */
export function refPrefixes(wanted: Wanted): readonly string[] {
  switch (wanted.type) {
    case "ref":
      return wanted.names;
    case "head":
      return ["HEAD"];
    case "versions":
      return ["refs/tags/"];
    case "commit":
      return [];
  }
}

/** The ref that is meant, among those that there are. */
export function chooseRef(wanted: Wanted, refs: readonly Ref[]): Ref | undefined {
  const names = wanted.type === "ref" ? wanted.names : ["HEAD"];
  for (const name of names) {
    const found = refs.find((ref) => ref.name === name);
    if (found !== undefined) return found;
  }
  return undefined;
}

const maxListed = 20;

/** The error for a ref that is not there; lists branches, then tags, nearest names first. */
export function refMissing(wanted: Wanted, refs: readonly Ref[], where: string): Error {
  const branches = namesUnder("refs/heads/", refs);
  const tags = namesUnder("refs/tags/", refs);
  if (branches.length + tags.length === 0) return emptyRepository(where);
  const shown = wanted.type === "ref" ? wanted.shown : "HEAD";
  const near = (names: readonly string[]) => nearestNames(shown.replace(/^refs\/(heads|tags)\//, ""), names);
  const listed =
    branches.length > 0 ? `branches: ${list(near(branches))}` : `it has no branches; tags: ${list(near(tags))}`;
  return sourceError(
    sourceFindings.refMissing,
    wanted.type === "head"
      ? `HEAD of ${where} names a branch that does not exist; ${listed}`
      : `${where} has no branch and no tag "${shown}"; ${listed}`,
    wanted.type === "head" ? "say which branch to follow with --ref" : "correct the ref, or push it",
  );
}

export function emptyRepository(where: string): Error {
  return sourceError(
    sourceFindings.emptyRepository,
    `${where} is empty: it has no commits yet`,
    "push a first commit; gitxds takes it up at the next poll",
  );
}

function namesUnder(prefix: string, refs: readonly Ref[]): readonly string[] {
  return refs.filter(({ name }) => name.startsWith(prefix)).map(({ name }) => name.slice(prefix.length));
}

function list(names: readonly string[]): string {
  const more = names.length - maxListed;
  return names.slice(0, maxListed).join(", ") + (more > 0 ? ` and ${more} more` : "");
}

/** Sorted by how many letters have to change, then by name. */
export function nearestNames(wanted: string, names: readonly string[]): readonly string[] {
  const letters = wanted.slice(0, 100).toLowerCase();
  return names
    .slice(0, 5_000)
    .map((name) => ({ name, distance: editDistance(letters, name.slice(0, 100).toLowerCase()) }))
    .sort((a, b) => a.distance - b.distance || (a.name < b.name ? -1 : 1))
    .map(({ name }) => name);
}

/** Levenshtein's distance. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

import type { CommitSha, PartialResource } from "../../model/index.js";
import { resourceName } from "../../model/index.js";
import type { DigestedFile, Identity } from "./digest.js";
import { type DigestedFiles, hasErrors } from "./files.js";
import { holdsPolicies } from "./policies.js";

/** A file that has an error now, as it was in an earlier commit. */
export interface KeptFile {
  readonly commit: CommitSha;
  /** Whole, whatever newer files define. */
  readonly file: DigestedFile;
}

/** What of a commit that is live is not served as it stands there. */
export interface PartialCommit {
  /** By path, those that had no error for longest last: of two that define one resource, the first counts. */
  readonly kept: ReadonlyMap<string, KeptFile>;
  /** What is served as of an earlier commit, or waits. */
  readonly resources: readonly PartialResource[];
  /** The newest commit before that was live and had no error; undefined where none on the way was. */
  readonly since: CommitSha | undefined;
}

/** What of a commit is served. */
export interface Served {
  readonly files: DigestedFiles;
  /** Undefined where that is all of it. */
  readonly partial: PartialCommit | undefined;
}

/** The commit that was live before. */
interface Before {
  readonly commit: { readonly sha: CommitSha };
  readonly files: DigestedFiles | undefined;
  readonly partial?: PartialCommit | undefined;
}

/**
 * The files of a commit, those with an error as they were in the newest commit before that was live and in which they had none;
 * without one they wait. Undefined where the commit has to be rejected whole: a file that brings policies says something of
 * all the others, so it cannot be left out, and nothing would be served.
 */
export function withKept(files: DigestedFiles, before: Before | undefined): Served | undefined {
  const broken = [...files].filter(([, file]) => isBroken(file));
  if (broken.length === 0) return { files, partial: undefined };
  const kept = keptOf(broken, before);
  const brings = [...broken.map(([, file]) => file), ...[...kept.values()].map(({ file }) => file)];
  if (brings.some(holdsPolicies)) return undefined;
  const served = new Map([...files].filter(([, file]) => !isBroken(file)));
  const defined = new Set([...served.values()].flatMap(keysOf));
  const resources: PartialResource[] = [];
  for (const [path, { commit, file }] of kept) {
    const left = without(defined, file);
    if (left.identities.length === 0) continue;
    served.set(path, left);
    for (const key of keysOf(left)) defined.add(key);
    resources.push(...left.identities.map((identity) => toPartial(identity, commit)));
  }
  if ([...served.values()].every(({ encoded }) => encoded.length === 0)) return undefined;
  for (const identity of broken.flatMap(([, { identities }]) => identities)) {
    if (defined.has(keyOf(identity))) continue;
    defined.add(keyOf(identity));
    resources.push(toPartial(identity, null));
  }
  const since = before?.partial === undefined ? before?.commit.sha : before.partial.since;
  return { files: served, partial: { kept, resources: resources.sort(comparePartials), since } };
}

function isBroken({ findings, verdict }: DigestedFile): boolean {
  return hasErrors(findings) || hasErrors(verdict.findings);
}

/** Those that had no error in the commit before come first: it is the newest of their commits. */
function keptOf(broken: readonly (readonly [string, DigestedFile])[], before: Before | undefined) {
  const keptBefore = before?.partial?.kept ?? new Map<string, KeptFile>();
  const kept = new Map<string, KeptFile>();
  const stillBroken = new Set(broken.map(([path]) => path));
  for (const path of stillBroken) {
    const file = keptBefore.has(path) ? undefined : before?.files?.get(path);
    if (before !== undefined && file !== undefined) kept.set(path, { commit: before.commit.sha, file });
  }
  for (const [path, file] of keptBefore) if (stillBroken.has(path)) kept.set(path, file);
  return kept;
}

/** The file without the resources that are defined already; the very same one where it has none of them. */
function without(defined: ReadonlySet<string>, file: DigestedFile): DigestedFile {
  const { identities, encoded, facts } = file;
  if (!identities.some((identity) => defined.has(keyOf(identity)))) return file;
  return {
    ...file,
    identities: identities.filter((identity) => !defined.has(keyOf(identity))),
    encoded: encoded.filter(({ kind, name }) => !defined.has(`${kind} ${name}`)),
    facts: facts.filter(({ subject }) => !defined.has(keyOf(subject))),
  };
}

function keysOf({ identities }: DigestedFile): readonly string[] {
  return identities.map(keyOf);
}

function keyOf({ kind, namespace, name }: Pick<PartialResource, "kind" | "namespace" | "name">): string {
  return `${kind} ${resourceName(namespace, name)}`;
}

function toPartial({ kind, namespace, name }: Identity, commit: CommitSha | null): PartialResource {
  return { kind, namespace, name, commit };
}

function comparePartials(a: PartialResource, b: PartialResource): number {
  return keyOf(a) < keyOf(b) ? -1 : 1;
}

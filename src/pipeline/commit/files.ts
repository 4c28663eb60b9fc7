import type { Census, Removal } from "../../gate/index.js";
import {
  compareFindings,
  type EncodedResource,
  type Finding,
  type FindingCode,
  type KindName,
  type ObjectId,
} from "../../model/index.js";
import { findDuplicates, parsesFile } from "../../parse/index.js";
import type { PolicySet } from "../../policies/index.js";
import type { Source } from "../../source/index.js";
import { type DigestedFile, type DigestOptions, digestFile } from "./digest.js";
import { type KnownPlaces, placeAll, type ReadAgain } from "./places.js";
import { countResourcesOf, tooManyResources } from "./resource-limit.js";

/** The files of a commit by path, each digested. */
export type DigestedFiles = ReadonlyMap<string, DigestedFile>;

/** A file as the tree names it. */
interface FileEntry {
  readonly path: string;
  readonly id: ObjectId;
}

/** What is known of a file of this content already. */
export type KnownFile = (path: string, id: ObjectId) => DigestedFile | undefined;

/**
 * Reads the changed blobs in one go and digests each; what is known is not read, and neither are files of other types.
 * Throws a GitxdsError where they hold too many resources.
 */
export async function digestChanged(
  context: {
    readonly source: Source;
    readonly digest: DigestOptions;
    readonly onProgress: (phase: string, done: number, total: number) => void;
  },
  changed: readonly FileEntry[],
  known: KnownFile = () => undefined,
  policies?: PolicySet,
): Promise<{ readonly files: DigestedFiles; readonly blobsRead: number }> {
  const files = new Map<string, DigestedFile>();
  const unknown: FileEntry[] = [];
  for (const { path, id } of changed) {
    if (!parsesFile(path)) continue;
    const digested = known(path, id);
    if (digested !== undefined) files.set(path, digested);
    else unknown.push({ path, id });
  }
  const paths = pathsById(unknown);
  const count = countResourcesOf();
  for (const file of files.values()) count(file);
  let done = 0;
  await context.source.read([...paths.keys()], (id, bytes) => {
    for (const path of paths.get(id) ?? []) {
      const file = digestFile(path, id, bytes, context.digest, policies);
      count(file);
      files.set(path, file);
    }
    done += 1;
    if (done % 250 === 0 || done === paths.size) context.onProgress("validate", done, paths.size);
  });
  return { files, blobsRead: paths.size };
}

/** Files of one content are read once. */
function pathsById(files: readonly FileEntry[]): ReadonlyMap<ObjectId, readonly string[]> {
  const paths = new Map<ObjectId, string[]>();
  for (const { path, id } of files) {
    const same = paths.get(id);
    if (same === undefined) paths.set(id, [path]);
    else same.push(path);
  }
  return paths;
}

/**
 * The files after the changes; the map before stays as it was. A changed file that was not digested (too large, say) is
 * gone rather than old.
 */
export function applyChanges(
  before: DigestedFiles | undefined,
  changes: { readonly changed: readonly FileEntry[]; readonly removed: readonly string[] },
  digested: DigestedFiles,
): DigestedFiles {
  const files = new Map(before);
  for (const path of changes.removed) files.delete(path);
  for (const { path } of changes.changed) files.delete(path);
  for (const [path, file] of digested) files.set(path, file);
  return files;
}

/** What is said of the files one by one. */
export function findingsOfFiles(files: DigestedFiles): readonly Finding[] {
  return [...files.values()].flatMap(({ findings, verdict }) => [...findings, ...verdict.findings]);
}

/** What is said beside that: notes, names that stand twice, and that there are too many. */
export function findingsAcross(notes: readonly Finding[], files: DigestedFiles): readonly Finding[] {
  return [...notes, ...tooManyResources(files.values()), ...findDuplicates(identities(files))];
}

/** Whether one of them rejects. */
export function hasErrors(findings: readonly Finding[]): boolean {
  return findings.some(({ severity }) => severity === "error");
}

/**
 * What does not work together, among the resources of all files. Their facts are kept, so no file is read but those in which
 * something is found for the first time, for its place.
 */
export function analyzeAt(
  files: DigestedFiles,
  known: KnownPlaces | undefined,
  { digest, readAgain }: { readonly digest: DigestOptions; readonly readAgain: ReadAgain },
): ReturnType<typeof placeAll> {
  const { analysis, defaultNamespace } = digest;
  return placeAll(analysis.compare(allFacts(files)), known, { readAgain, defaultNamespace });
}

/** Findings in their order. */
export function inOrder(...lists: readonly (readonly Finding[])[]): readonly Finding[] {
  return lists.flat().sort(compareFindings);
}

/** Both, in order, where nothing is known from before. */
export async function judgeAll(
  notes: readonly Finding[],
  files: DigestedFiles,
  digest: DigestOptions,
  readAgain: ReadAgain,
): Promise<readonly Finding[]> {
  const { findings } = await analyzeAt(files, undefined, { digest, readAgain });
  return inOrder(findingsAcross(notes, files), findingsOfFiles(files), findings);
}

/** Reads files again by their ids. */
export function againFrom(source: Pick<Source, "read">, files: DigestedFiles): ReadAgain {
  return async (paths, onFile) => {
    const entries = paths.flatMap((path) => {
      const id = files.get(path)?.id ?? null;
      return id === null ? [] : [{ path, id }];
    });
    const byId = pathsById(entries);
    await source.read([...byId.keys()], (id, bytes) => {
      for (const path of byId.get(id) ?? []) onFile(path, bytes);
    });
  };
}

/** Codes that may be true of some resource, were the MeshConfig known. */
export function codesNotAsked(files: DigestedFiles): readonly FindingCode[] {
  const codes = new Set<FindingCode>();
  for (const file of files.values()) for (const code of file.notAsked) codes.add(code);
  return [...codes].sort();
}

function* allFacts(files: DigestedFiles) {
  for (const file of files.values()) yield* file.facts;
}

function* identities(files: DigestedFiles) {
  for (const file of files.values()) yield* file.identities;
}

/** Every resource that can be served. */
export function* encodedResources(files: DigestedFiles): Iterable<EncodedResource> {
  for (const file of files.values()) yield* file.encoded;
}

/** The kinds of every file that differs between the two. */
export function touchedKinds(before: DigestedFiles, after: DigestedFiles): ReadonlySet<KindName> {
  const touched = new Set<KindName>();
  for (const file of [...differing(before, after), ...differing(after, before)]) {
    for (const { kind } of file.encoded) touched.add(kind);
  }
  return touched;
}

/** What of each kind would be gone, wherever the others have moved to. */
export function removals(before: DigestedFiles | undefined, after: DigestedFiles): readonly Removal[] {
  if (before === undefined) return [];
  const gone = new Map<string, KindName>();
  for (const { encoded } of differing(before, after))
    for (const { kind, name } of encoded) gone.set(`${kind} ${name}`, kind);
  if (gone.size === 0) return [];
  for (const { encoded } of differing(after, before))
    for (const { kind, name } of encoded) gone.delete(`${kind} ${name}`);
  const removed = countBy(gone.values());
  const counts = countBy([...encodedResources(before)].map(({ kind }) => kind));
  return [...removed].map(([kind, count]) => ({ kind, before: counts.get(kind) ?? 0, removed: count }));
}

/** The files of the one whose resources the other does not have as they are. */
function* differing(files: DigestedFiles, others: DigestedFiles): Iterable<DigestedFile> {
  for (const [path, file] of files) {
    if (others.get(path)?.encoded !== file.encoded) yield file;
  }
}

function countBy<Key>(keys: Iterable<Key>): ReadonlyMap<Key, number> {
  const counts = new Map<Key, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}

/** Counts what a commit holds. */
export function census(files: DigestedFiles): Census {
  const otherKinds = new Map<string, number>();
  let resources = 0;
  for (const file of files.values()) {
    resources += file.encoded.length;
    for (const [kind, count] of file.otherKinds) otherKinds.set(kind, (otherKinds.get(kind) ?? 0) + count);
  }
  return { files: files.size, resources, otherKinds };
}

import type { Census } from "../gate/index.js";
import { compareFindings, type EncodedResource, type Finding, type KindName, type ObjectId } from "../model/index.js";
import { findDuplicates, parsesFile } from "../parse/index.js";
import type { Source } from "../source/index.js";
import { type DigestedFile, type DigestOptions, digestFile } from "./digest.js";

/** The files of a commit by path, each digested. */
export type DigestedFiles = ReadonlyMap<string, DigestedFile>;

/** A file as the tree names it. */
interface FileEntry {
  readonly path: string;
  readonly id: ObjectId;
}

/** Reads the changed blobs in one go and digests each; files of other types are passed over unread. */
export async function digestChanged(
  context: {
    readonly source: Source;
    readonly digest: DigestOptions;
    readonly onProgress: (phase: string, done: number, total: number) => void;
  },
  changed: readonly FileEntry[],
): Promise<{ readonly files: DigestedFiles; readonly blobsRead: number }> {
  const paths = new Map<ObjectId, string[]>();
  for (const { path, id } of changed) {
    if (!parsesFile(path)) continue;
    const same = paths.get(id);
    if (same === undefined) paths.set(id, [path]);
    else same.push(path);
  }
  const files = new Map<string, DigestedFile>();
  let done = 0;
  await context.source.read([...paths.keys()], (id, bytes) => {
    for (const path of paths.get(id) ?? []) files.set(path, digestFile(path, id, bytes, context.digest));
    done += 1;
    if (done % 250 === 0 || done === paths.size) context.onProgress("validate", done, paths.size);
  });
  return { files, blobsRead: paths.size };
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

/** All findings of a commit in their order: of the tree, of each file, and across files. */
export function judge(notes: readonly Finding[], files: DigestedFiles): readonly Finding[] {
  const findings = [...notes];
  for (const file of files.values()) findings.push(...file.findings);
  findings.push(...findDuplicates(identities(files)));
  return findings.sort(compareFindings);
}

function* identities(files: DigestedFiles) {
  for (const file of files.values()) yield* file.identities;
}

/** Every resource that can be served. */
export function* encodedResources(files: DigestedFiles): Iterable<EncodedResource> {
  for (const file of files.values()) yield* file.encoded;
}

/** The kinds of every file that differs between the two. */
export function touchedKinds(before: DigestedFiles | undefined, after: DigestedFiles): ReadonlySet<KindName> {
  const touched = new Set<KindName>();
  const add = (file: DigestedFile | undefined) => {
    for (const { kind } of file?.encoded ?? []) touched.add(kind);
  };
  for (const [path, file] of after) {
    const old = before?.get(path);
    if (old === file) continue;
    add(old);
    add(file);
  }
  for (const [path, file] of before ?? []) {
    if (!after.has(path)) add(file);
  }
  return touched;
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

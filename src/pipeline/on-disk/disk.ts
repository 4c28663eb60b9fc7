import type { CommitSha, Finding, ObjectId } from "../../model/index.js";
import { type Base, blobId, openBase } from "../../source/index.js";
import { type DigestedFile, type DigestOptions, digestFile } from "../commit/digest.js";
import { againFrom, type DigestedFiles, judgeAll } from "../commit/files.js";
import { againOf, type ReadAgain } from "../commit/places.js";
import { type PolicyOptions, saidOnce } from "../commit/policies.js";
import { type DiskTarget, type Inputs, pathOf, readInputs, showNote, shown } from "./inputs.js";
import { findWorse } from "./worse.js";

/** What a reading of files on disk needs. */
export interface DiskOptions {
  readonly digest: DigestOptions;
  readonly policies: PolicyOptions;
  /** A revision of the repository that the files lie in. */
  readonly base?: string;
  /** Told of each file that is done. */
  readonly onProgress?: (done: number, total: number) => void;
}

/** What the findings were held against. */
export interface Comparison {
  /** As it was asked for. */
  readonly ref: string;
  /** The merge base of that and HEAD. */
  readonly commit: CommitSha;
  /** Findings that are left out, because they were there already. */
  readonly hidden: number;
}

/** The files on disk, and what is to be said about them. */
export interface DiskReading {
  readonly files: DigestedFiles;
  readonly findings: readonly Finding[];
  readonly base?: Comparison;
}

/** Reads and judges files as they are on disk; with a base, what they were is judged, too, and only what is worse is found. */
export async function readDisk(targets: readonly DiskTarget[], options: DiskOptions): Promise<DiskReading> {
  const { base: ref } = options;
  if (ref === undefined) {
    const inputs = await readInputs(targets);
    const files = digestInputs(inputs, new Map(), options.digest, steps(options, inputs.files.size));
    return { files, findings: await judgeDisk(inputs.notes, files, options, againOf(inputs.files)) };
  }
  const base = await openBase(
    targets.map(pathOf).filter((path) => path !== null),
    ref,
  );
  try {
    const { files, now, before } = await readBoth(base, targets, options);
    const there = new Set([...files.keys(), ...now.map(({ file }) => file)]);
    const findings = findWorse(now, before, (file) => there.has(file));
    return { files, findings, base: { ref, commit: base.commit, hidden: now.length - findings.length } };
  } finally {
    base.close();
  }
}

/** Judges the files as they are and as they were; of the latter, only those that differ are read. */
async function readBoth(base: Base, targets: readonly DiskTarget[], options: DiskOptions) {
  const inputs = await readInputs(targets);
  const ids = new Map([...inputs.files].map(([file, bytes]) => [file, blobId(bytes)]));
  const listing = await listBase(base, targets);
  const changed = [...listing.files].filter(([file, id]) => ids.get(file) !== id);
  const onFile = steps(options, inputs.files.size + changed.length);
  const files = digestInputs(inputs, ids, options.digest, onFile);
  const same = [...files].filter(([file, { id }]) => listing.files.get(file) === id);
  const old = new Map([...same, ...(await digestBase(base, changed, options.digest, onFile))]);
  return {
    files,
    now: await judgeDisk(inputs.notes, files, options, againOf(inputs.files)),
    before: await judgeDisk(listing.notes, old, options, againFrom(base, old)),
  };
}

function judgeDisk(
  notes: readonly Finding[],
  files: DigestedFiles,
  { digest, policies }: DiskOptions,
  readAgain: ReadAgain,
): Promise<readonly Finding[]> {
  return judgeAll([...notes, ...saidOnce(files, policies)], files, digest, readAgain);
}

/** The targets' files of the base, by the names that they have in findings now. */
async function listBase(base: Base, targets: readonly DiskTarget[]) {
  const files = new Map<string, ObjectId>();
  const notes: Finding[] = [];
  for (const target of targets) {
    const path = pathOf(target);
    if (path === null) continue;
    const listed = await base.list(path);
    for (const file of listed.files) files.set(shown(target, file.path), file.id);
    notes.push(...listed.notes.map((note) => showNote(target, note)));
  }
  return { files, notes };
}

async function digestBase(
  base: Base,
  changed: readonly (readonly [string, ObjectId])[],
  digest: DigestOptions,
  onFile: () => void,
): Promise<DigestedFiles> {
  const names = new Map<ObjectId, string[]>();
  for (const [file, id] of changed) names.set(id, [...(names.get(id) ?? []), file]);
  const files = new Map<string, DigestedFile>();
  await base.read([...names.keys()], (id, bytes) => {
    for (const file of names.get(id) ?? []) {
      files.set(file, digestFile(file, id, bytes, digest));
      onFile();
    }
  });
  return files;
}

function digestInputs(
  inputs: Inputs,
  ids: ReadonlyMap<string, ObjectId>,
  digest: DigestOptions,
  onFile: () => void,
): DigestedFiles {
  const files = new Map<string, DigestedFile>();
  for (const [file, bytes] of inputs.files) {
    files.set(file, digestFile(file, ids.get(file) ?? null, bytes, digest));
    onFile();
  }
  return files;
}

/** Counts the files that are done. */
function steps({ onProgress }: DiskOptions, total: number): () => void {
  let done = 0;
  return () => {
    done += 1;
    onProgress?.(done, total);
  };
}

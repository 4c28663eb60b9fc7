import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import type { CommitSha, EncodedResource, Finding, IstioTarget, SourceConfig } from "../model/index.js";
import { parsesFile } from "../parse/index.js";
import { decodeResource } from "../proto/index.js";
import { buildCollections, type Collections } from "../snapshot/index.js";
import { diffTrees, openSource, readDirectory } from "../source/index.js";
import { systemClock } from "../util/clock.js";
import { loadValidator } from "../validate/index.js";
import { type DigestedFile, type DigestOptions, digestFile } from "./digest.js";
import { type DigestedFiles, digestChanged, encodedResources, judge } from "./files.js";

/**
 * What a command reads: files as they are on disk, a text, or a commit. `shownAs` goes before each file's name in
 * findings: the folder as the user named it, so that a finding's file can be opened from where the command ran.
 */
export type OnceTarget =
  | { readonly type: "directory"; readonly root: string; readonly shownAs: string }
  | { readonly type: "file"; readonly path: string; readonly shownAs: string }
  | { readonly type: "text"; readonly name: string; readonly bytes: Uint8Array }
  | { readonly type: "git"; readonly source: SourceConfig };

/** What one reading gives: what a pass would publish, and every finding. */
export interface OnceResult {
  /** Null where files were read rather than a commit. */
  readonly commit: CommitSha | null;
  readonly files: number;
  /** Resources of served kinds, those with errors included. */
  readonly resources: number;
  readonly findings: readonly Finding[];
  readonly entries: readonly EncodedResource[];
  readonly collections: Collections;
}

/** The options of a reading that change its result, and the credential for a remote. */
export interface OnceOptions {
  readonly defaultNamespace: string;
  readonly domainSuffix: string;
  readonly token: string | null;
  readonly istio: IstioTarget;
}

/** Reads the targets through the same phases as a pass, once, and publishes nothing. */
export async function runOnce(targets: readonly OnceTarget[], options: OnceOptions): Promise<OnceResult> {
  const digest: DigestOptions = { ...options, validator: await loadValidator(options.istio) };
  const files = new Map<string, DigestedFile>();
  const notes: Finding[] = [];
  let commit: CommitSha | null = null;
  for (const target of targets) {
    const read = await readTarget(target, digest, options.token);
    for (const [path, file] of read.files) files.set(path, file);
    notes.push(...read.notes);
    commit = read.commit ?? commit;
  }
  const entries = [...encodedResources(files)];
  return {
    commit,
    files: files.size,
    resources: [...files.values()].reduce((sum, { identities }) => sum + identities.length, 0),
    findings: judge(notes, files),
    entries,
    collections: buildCollections(entries, undefined, new Set()),
  };
}

/** The message that istiod takes out of a resource: the body's type URL and its binary form. */
export function bodyOf(entry: EncodedResource): { readonly typeUrl: string; readonly value: Uint8Array } {
  return decodeResource(entry.bytes).body;
}

interface Reading {
  readonly files: DigestedFiles;
  readonly notes: readonly Finding[];
  readonly commit?: CommitSha;
}

async function readTarget(target: OnceTarget, digest: DigestOptions, token: string | null): Promise<Reading> {
  switch (target.type) {
    case "directory":
      return readFolder(target.root, target.shownAs, digest);
    case "file":
      return readText(join(target.shownAs, basename(target.path)), await readFile(target.path), digest);
    case "text":
      return readText(target.name, target.bytes, digest);
    case "git":
      return readCommit(target.source, digest, token);
  }
}

function readText(name: string, bytes: Uint8Array, digest: DigestOptions): Reading {
  return { files: new Map([[name, digestFile(name, null, bytes, digest)]]), notes: [] };
}

async function readFolder(root: string, shownAs: string, digest: DigestOptions): Promise<Reading> {
  const shown = (path: string) => (shownAs === "" ? path : `${shownAs}/${path}`);
  const folder = await readDirectory(root, { include: [], exclude: [] });
  const files = new Map<string, DigestedFile>();
  for (const { path, bytes } of folder.files) {
    if (parsesFile(path)) files.set(shown(path), digestFile(shown(path), null, bytes, digest));
  }
  const notes = folder.notes.map((note) => (note.file === null ? note : { ...note, file: shown(note.file) }));
  return { files, notes };
}

async function readCommit(config: SourceConfig, digest: DigestOptions, token: string | null): Promise<Reading> {
  const stateDir = await mkdtemp(join(tmpdir(), "gitxds-"));
  const signal = new AbortController().signal;
  try {
    const source = await openSource(config, { stateDir, token, clock: systemClock });
    try {
      const commit = await source.fetch(await source.look(signal), signal, () => {});
      const tree = await source.list(commit);
      const { files } = await digestChanged(
        { source, digest, onProgress: () => {} },
        diffTrees(undefined, tree).changed,
      );
      return { files, notes: tree.notes, commit: commit.sha };
    } finally {
      await source.close();
    }
  } finally {
    await rm(stateDir, { recursive: true, force: true });
  }
}

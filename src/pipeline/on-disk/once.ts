import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createAnalysis } from "../../analyze/index.js";
import type {
  AnalysisConfig,
  CommitSha,
  EncodedResource,
  Finding,
  FindingCode,
  IstioTarget,
  PoliciesConfig,
  SourceConfig,
} from "../../model/index.js";
import { decodeResource } from "../../proto/index.js";
import { buildCollections, type Collections } from "../../snapshot/index.js";
import { diffTrees, openSource } from "../../source/index.js";
import { systemClock } from "../../util/clock.js";
import { loadValidator } from "../../validate/index.js";
import type { DigestOptions } from "../commit/digest.js";
import {
  againFrom,
  codesNotAsked,
  type DigestedFiles,
  digestChanged,
  encodedResources,
  judgeAll,
} from "../commit/files.js";
import { type PolicyOptions, saidOnce } from "../commit/policies.js";
import { readPolicies } from "../commit/policy-directory.js";
import { type Comparison, readDisk } from "./disk.js";
import type { OnceTarget } from "./inputs.js";

export { maxFileBytes } from "../../source/index.js";
export type { Comparison } from "./disk.js";
export type { DiskTarget, OnceTarget } from "./inputs.js";

/** What one reading gives: what a pass would publish, and every finding. */
export interface OnceResult {
  /** Null where files were read rather than a commit. */
  readonly commit: CommitSha | null;
  readonly files: number;
  /** Resources of served kinds, those with errors included. */
  readonly resources: number;
  /** With a base, those that were not there already. */
  readonly findings: readonly Finding[];
  readonly base: Comparison | null;
  /** Codes that may be true of some resource, were the MeshConfig known. */
  readonly notAsked: readonly FindingCode[];
  readonly entries: readonly EncodedResource[];
  readonly collections: Collections;
}

/** The options of a reading that change its result, and the credential for a remote. */
export interface OnceOptions {
  readonly defaultNamespace: string;
  readonly domainSuffix: string;
  readonly policies: PoliciesConfig;
  readonly token: string | null;
  readonly istio: IstioTarget;
  readonly analysis: AnalysisConfig;
  /** A revision of the repository that the files lie in: only what became worse since its merge base with HEAD is found. */
  readonly base?: string;
  /** Told of each file that is done. */
  readonly onProgress?: (done: number, total: number) => void;
}

interface Reading {
  readonly files: DigestedFiles;
  readonly findings: readonly Finding[];
  readonly commit?: CommitSha;
  readonly base?: Comparison;
}

/** Reads the targets through the same phases as a pass, once, and publishes nothing. A commit is read alone. */
export async function runOnce(targets: readonly OnceTarget[], options: OnceOptions): Promise<OnceResult> {
  const policies = readPolicies(options.policies);
  const [git] = targets.filter((target) => target.type === "git");
  const disk = targets.filter((target) => target.type !== "git");
  const reading: Reading =
    git === undefined
      ? await readDisk(disk, { ...options, policies, digest: await digestOptions(options) })
      : await readCommit(git.source, options, policies);
  const { files, findings } = reading;
  const entries = [...encodedResources(files)];
  return {
    commit: reading.commit ?? null,
    files: files.size,
    resources: [...files.values()].reduce((sum, { identities }) => sum + identities.length, 0),
    findings,
    base: reading.base ?? null,
    notAsked: codesNotAsked(files),
    entries,
    collections: buildCollections(entries, undefined, new Set()),
  };
}

/** The message that istiod takes out of a resource: the body's type URL and its binary form. */
export function bodyOf(entry: EncodedResource): { readonly typeUrl: string; readonly value: Uint8Array } {
  return decodeResource(entry.bytes).body;
}

async function digestOptions({ defaultNamespace, domainSuffix, istio, analysis }: OnceOptions): Promise<DigestOptions> {
  const validator = await loadValidator(istio);
  return {
    defaultNamespace,
    domainSuffix,
    validator,
    analysis: createAnalysis(analysis, domainSuffix),
    keepResources: true,
  };
}

async function readCommit(config: SourceConfig, options: OnceOptions, policies: PolicyOptions): Promise<Reading> {
  const digest = await digestOptions(options);
  const stateDir = await mkdtemp(join(tmpdir(), "gitxds-"));
  const signal = new AbortController().signal;
  try {
    const source = await openSource(config, { stateDir, token: options.token, clock: systemClock });
    try {
      const commit = await source.fetch(await source.look(signal), signal, () => {});
      const tree = await source.list(commit);
      const { changed } = diffTrees(undefined, tree);
      const { files } = await digestChanged({ source, digest, onProgress: () => {} }, changed);
      const findings = await judgeAll(
        [...tree.notes, ...saidOnce(files, policies)],
        files,
        digest,
        againFrom(source, files),
      );
      return { files, findings, commit: commit.sha };
    } finally {
      await source.close();
    }
  } finally {
    await rm(stateDir, { recursive: true, force: true });
  }
}

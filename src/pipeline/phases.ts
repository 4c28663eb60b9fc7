import { type Hold, holdEmpty } from "../gate/index.js";
import type { Collection, Commit, Finding, Head, PassCost, SourceConfig } from "../model/index.js";
import { buildCollections, type Collections, changedCollections } from "../snapshot/index.js";
import { diffTrees, type Source, type Tree } from "../source/index.js";
import type { Clock } from "../util/clock.js";
import type { DigestOptions } from "./digest.js";
import {
  applyChanges,
  census,
  type DigestedFiles,
  digestChanged,
  encodedResources,
  judge,
  touchedKinds,
} from "./files.js";

/** What a pass works with. */
export interface PassContext {
  readonly source: Source;
  readonly config: SourceConfig;
  readonly allowEmpty: boolean;
  readonly digest: DigestOptions;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly onProgress: (phase: string, done: number, total: number) => void;
}

/** A commit read whole, whatever became of it. The next pass compares with it, so it reads only what differs. */
export interface SeenCommit {
  readonly commit: Commit;
  readonly tree: Tree;
  readonly files: DigestedFiles;
}

/** What is served of this source, and the files it was built from. */
export interface LiveCommit {
  readonly commit: Commit;
  readonly files: DigestedFiles;
  readonly collections: Collections;
}

/** What came of one pass. */
export type PassOutcome =
  | { readonly type: "unchanged"; readonly head: Head }
  | { readonly type: "rejected"; readonly head: Head; readonly seen: SeenCommit; readonly findings: readonly Finding[] }
  | { readonly type: "held"; readonly head: Head; readonly seen: SeenCommit; readonly hold: Hold }
  | {
      readonly type: "published";
      readonly head: Head;
      readonly seen: SeenCommit;
      readonly live: LiveCommit;
      /** Those that differ from what was live before. */
      readonly changed: readonly Collection[];
      readonly warnings: readonly Finding[];
      readonly cost: PassCost;
    };

/**
 * One pass: the main path from a Git remote to a snapshot. Every pass is the same, the first one included.
 *
 *   look    which commit does the ref name now
 *   fetch   its objects, when the ref has moved
 *   list    its files, compared as trees with the commit seen before
 *   digest  the changed blobs: read, parse, validate, encode
 *   judge   findings of the files and across files; one error rejects the commit
 *   build   the collections that changed files touch
 *   gate    what is right but too dangerous is held
 *
 * Nothing is changed here: the caller publishes what a pass returns, or keeps what it has.
 */
export async function runPass(
  context: PassContext,
  seen: SeenCommit | undefined,
  live: LiveCommit | undefined,
): Promise<PassOutcome> {
  const { source, clock } = context;
  const head = await source.look(context.signal);
  if (head.commit === seen?.commit.sha) return { type: "unchanged", head };

  const started = clock.elapsed();
  const commit = await source.fetch(head, context.signal, context.onProgress);
  const fetched = clock.elapsed();
  const tree = await source.list(commit, seen?.tree);
  const changes = diffTrees(seen?.tree, tree);
  const listed = clock.elapsed();

  const digested = await digestChanged(context, changes.changed);
  const files = applyChanges(seen?.files, changes, digested.files);
  const next: SeenCommit = { commit, tree, files };
  const parsed = clock.elapsed();

  const findings = judge(tree.notes, files);
  if (findings.some(({ severity }) => severity === "error")) return { type: "rejected", head, seen: next, findings };

  const touched = touchedKinds(live?.files, files);
  const collections = buildCollections(encodedResources(files), live?.collections, touched);
  const hold = holdEmpty(census(files), context.config.path, context.allowEmpty);
  if (hold !== undefined) return { type: "held", head, seen: next, hold };

  const changed = changedCollections(live?.collections, collections);
  const cost: PassCost = {
    fetchMs: fetched - started,
    listMs: listed - fetched,
    parseMs: parsed - listed,
    buildMs: clock.elapsed() - parsed,
    files: files.size,
    blobsRead: digested.blobsRead,
    changedCollections: changed.map(({ kind }) => kind),
  };
  return {
    type: "published",
    head,
    seen: next,
    live: { commit, files, collections },
    changed,
    warnings: findings,
    cost,
  };
}

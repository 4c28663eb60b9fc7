import { finding } from "../../findings/row.js";
import { sourceFindings } from "../../findings/source.js";
import { type Commit, type Finding, GitxdsError } from "../../model/index.js";
import type { PolicySet } from "../../policies/index.js";
import { diffTrees, type Source, type Tree } from "../../source/index.js";
import type { Clock } from "../../util/clock.js";
import type { DigestOptions } from "./digest.js";
import { applyChanges, type DigestedFiles, digestChanged, findingsAcross, type KnownFile } from "./files.js";
import { judgeAgain, type PolicyOptions, policiesOf } from "./policies.js";

/** A commit read whole, whatever became of it. */
export interface SeenCommit {
  readonly commit: Commit;
  /** Undefined where it was read by an earlier process. */
  readonly tree: Tree | undefined;
  readonly files: DigestedFiles;
  /** Undefined where it was read by an earlier process. */
  readonly policies: PolicySet | undefined;
}

/** A commit as it was just read. */
export interface ReadCommit extends SeenCommit {
  /** What is said of it beside what is said of each file. */
  readonly across: readonly Finding[];
}

/** A commit that cannot be taken as it is. */
export interface Unreadable {
  readonly rejected: readonly Finding[];
}

export interface ReadContext {
  readonly source: Source;
  readonly policies: PolicyOptions;
  readonly digest: DigestOptions;
  readonly clock: Clock;
  readonly onProgress: (phase: string, done: number, total: number) => void;
}

/** What reading has cost so far; added to. */
export interface ReadCost {
  listMs: number;
  parseMs: number;
  blobsRead: number;
}

/** Lists and digests what differs from the commit seen before. Findings of the tree itself reject the commit alone. */
export async function readCommit(
  context: ReadContext,
  seen: SeenCommit | undefined,
  commit: Commit,
  known: KnownFile,
  cost: ReadCost,
): Promise<ReadCommit | Unreadable> {
  const { source, clock } = context;
  const started = clock.elapsed();
  const tree = await orRejected(() => source.list(commit, seen?.tree));
  if ("rejected" in tree) return tree;
  const changes = diffTrees(seen?.tree, tree);
  const at = clock.elapsed();
  cost.listMs += at - started;
  const before = seen?.policies ?? policiesOf(new Map(), context.policies);
  const digested = await orRejected(() => digestChanged(context, changes.changed, known, before));
  if ("rejected" in digested) return digested;
  const changed = applyChanges(seen?.tree === undefined ? undefined : seen.files, changes, digested.files);
  const policies = policiesOf(changed, context.policies, before);
  const { files, blobsRead } = await judgeAgain(context, changed, policies);
  cost.parseMs += clock.elapsed() - at;
  cost.blobsRead += digested.blobsRead + blobsRead;
  return { commit, tree, files, policies, across: findingsAcross([...tree.notes, ...policies.findings], files) };
}

/** What is wrong with one commit; everything else ends the pass. */
const rejecting = [sourceFindings.pathMissing, sourceFindings.tooLarge];

async function orRejected<T>(run: () => Promise<T>): Promise<T | Unreadable> {
  try {
    return await run();
  } catch (error) {
    const row = error instanceof GitxdsError ? rejecting.find(({ code }) => code === error.code) : undefined;
    if (row === undefined || !(error instanceof GitxdsError)) throw error;
    return { rejected: [finding(row, {}, error.message, error.remedy)] };
  }
}

import { finding } from "../findings/row.js";
import { sourceFindings } from "../findings/source.js";
import { type GateRules, type Hold, holdUnread, holdValid } from "../gate/index.js";
import { type Commit, type CommitSha, type Finding, GitxdsError, type Head } from "../model/index.js";
import type { PolicySet } from "../policies/index.js";
import { type Chain, diffTrees, type Source, type Tree } from "../source/index.js";
import type { Clock } from "../util/clock.js";
import type { DigestOptions } from "./digest.js";
import {
  againFrom,
  analyzeAt,
  applyChanges,
  census,
  type DigestedFiles,
  digestChanged,
  inOrder,
  judge,
  type KnownFile,
  removals,
} from "./files.js";
import type { KnownPlaces } from "./places.js";
import { judgeAgain, type PolicyOptions, policiesOf } from "./policies.js";

/** A commit read whole, whatever became of it. */
export interface SeenCommit {
  readonly commit: Commit;
  /** Undefined where it was read by an earlier process. */
  readonly tree: Tree | undefined;
  readonly files: DigestedFiles;
  /** Undefined where it was read by an earlier process. */
  readonly policies: PolicySet | undefined;
  readonly findings: readonly Finding[];
}

/** A commit that passes. */
export interface Decided {
  readonly commit: Commit;
  readonly files: DigestedFiles;
  /** Warnings and notes. */
  readonly findings: readonly Finding[];
}

/** A commit that does not become live, and why. */
export type KeptBack =
  | { readonly type: "rejected"; readonly commit: CommitSha; readonly findings: readonly Finding[] }
  | {
      readonly type: "held";
      readonly commit: CommitSha;
      readonly hold: Hold;
      /** Whether its files were not looked at. */
      readonly unread: boolean;
    };

/** A commit as it was just read, and where what analysis found in it stands. */
interface ReadCommit extends SeenCommit {
  readonly places: KnownPlaces | undefined;
}

/** A commit that cannot be taken as it is. */
interface Unreadable {
  readonly rejected: readonly Finding[];
}

interface DecideContext {
  readonly source: Source;
  readonly rules: GateRules;
  readonly policies: PolicyOptions;
  readonly digest: DigestOptions;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly onProgress: (phase: string, done: number, total: number) => void;
}

/** What saves work, and what the chain goes on from. */
interface DecideState {
  readonly seen: SeenCommit | undefined;
  readonly live: (Omit<Decided, "files"> & { readonly files: DigestedFiles | undefined }) | undefined;
  /** The head that was decided last by the rules of now, and what was kept back up to it. */
  readonly decided: CommitSha | undefined;
  readonly keptBack: readonly KeptBack[];
  readonly places?: KnownPlaces | undefined;
}

/** Kept back commits that are remembered. */
const maxKeptBack = 50;

/** What came of a chain. */
export interface Decision {
  /** The newest commit of the chain that passes; undefined where none does. */
  readonly live: Decided | undefined;
  /** What is newer than that, oldest first; without commits that leave the folder as a kept one has it. */
  readonly keptBack: readonly KeptBack[];
  readonly seen: SeenCommit | undefined;
  readonly places: KnownPlaces | undefined;
  readonly listMs: number;
  readonly parseMs: number;
  readonly analyzeMs: number;
  readonly blobsRead: number;
}

/**
 * Decides each commit of a chain, oldest first: it becomes live when it passes its own checks and the gate's against the
 * commit live before it. The result depends on the chain and the rules alone, so that every replica decides alike; the
 * state only saves work.
 */
export async function decide(context: DecideContext, head: Head, chain: Chain, state: DecideState): Promise<Decision> {
  const cost = { listMs: 0, parseMs: 0, analyzeMs: 0, blobsRead: 0 };
  let { seen, places } = state;
  let live: Decided | undefined;
  let keptBack = chain.reached !== undefined && chain.reached === state.decided ? [...state.keptBack] : [];
  const known: KnownFile = (path, id) =>
    [seen?.files, state.seen?.files, state.live?.files]
      .map((files) => files?.get(path))
      .find((file) => file?.id === id);

  for (const next of chain.commits) {
    const { commit } = next;
    const before = live ?? (chain.reached === undefined ? undefined : state.live);
    const silent = !next.changesPath && !mayConfirm(commit, context.rules);
    const skipped = holdUnread(commit, context.rules);
    const hold = skipped ?? (await context.source.verify(next, head, context.signal, context.onProgress));
    if (hold !== undefined) {
      // A commit without signature that leaves the folder alone is nobody's concern here.
      if (skipped !== undefined || !silent) keptBack.push(heldUnread(commit, hold));
      continue;
    }
    if (silent) {
      const last = keptBack.at(-1);
      if (last !== undefined && !isUnread(last)) continue;
      if (last === undefined && before?.files !== undefined) {
        live = { commit, files: before.files, findings: before.findings };
        continue;
      }
    }
    const read = await readCommit(context, { seen, places }, commit, known, cost);
    if (!("rejected" in read)) {
      seen = read;
      places = read.places;
    }
    const verdict = judgeCommit(context.rules, commit, read, before);
    if ("type" in verdict) {
      keptBack.push(verdict);
    } else {
      live = verdict;
      keptBack = [];
    }
  }
  return { live, keptBack: keptBack.slice(-maxKeptBack), seen, places, ...cost };
}

/** What a commit that leaves the folder as it is can say of the one before it. */
function mayConfirm({ sha, allowsDeletions }: Commit, { accept }: GateRules): boolean {
  return allowsDeletions || accept.has(sha);
}

function heldUnread({ sha }: Commit, { code, message, remedy }: Hold): KeptBack {
  return { type: "held", commit: sha, hold: { code, message, remedy }, unread: true };
}

function isUnread(kept: KeptBack): boolean {
  return kept.type === "held" && kept.unread;
}

/** Lists and digests what differs from the commit seen before. Findings of the tree itself reject the commit alone. */
async function readCommit(
  context: DecideContext,
  { seen, places }: Pick<DecideState, "seen" | "places">,
  commit: Commit,
  known: KnownFile,
  cost: { listMs: number; parseMs: number; analyzeMs: number; blobsRead: number },
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
  const judgement = judge([...tree.notes, ...policies.findings], files);
  const { digest } = context;
  if (!digest.analysis.rejects) return { commit, tree, files, policies, findings: inOrder(judgement), places };
  const judged = clock.elapsed();
  const analyzed = await analyzeAt(files, places, { digest, readAgain: againFrom(source, files) });
  cost.analyzeMs += clock.elapsed() - judged;
  return { commit, tree, files, policies, findings: inOrder(judgement, analyzed.findings), places: analyzed.places };
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

function judgeCommit(
  rules: GateRules,
  { sha }: Commit,
  read: SeenCommit | Unreadable,
  before: DecideState["live"],
): Decided | KeptBack {
  if ("rejected" in read) return { type: "rejected", commit: sha, findings: read.rejected };
  const { commit, files, findings } = read;
  if (findings.some(({ severity }) => severity === "error")) return { type: "rejected", commit: sha, findings };
  const candidate = { commit, census: census(files), removals: removals(before?.files, files) };
  const hold = holdValid(candidate, rules);
  return hold === undefined ? { commit, files, findings } : { type: "held", commit: sha, hold, unread: false };
}

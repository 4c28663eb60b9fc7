import { type GateRules, type Hold, holdUnread, holdValid } from "../../gate/index.js";
import type { Commit, CommitSha, Finding, Head } from "../../model/index.js";
import { type Chain, standsAlone } from "../../source/index.js";
import {
  againFrom,
  analyzeAt,
  census,
  type DigestedFiles,
  findingsOfFiles,
  hasErrors,
  inOrder,
  type KnownFile,
  removals,
} from "./files.js";
import { type PartialCommit, withKept } from "./kept.js";
import type { KnownPlaces } from "./places.js";
import { type ReadCommit, type ReadContext, type ReadCost, readCommit, type SeenCommit } from "./read-commit.js";
import { tooManyResources } from "./resource-limit.js";

/** A commit that passes. */
export interface Decided {
  readonly commit: Commit;
  /** What is served of it. */
  readonly files: DigestedFiles;
  /** Warnings and notes; errors of files that are not served as they are. */
  readonly findings: readonly Finding[];
  /** Undefined where all of it is served. */
  readonly partial?: PartialCommit | undefined;
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

interface DecideContext extends ReadContext {
  readonly rules: GateRules;
  readonly signal: AbortSignal;
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
  const cost: JudgeCost = { listMs: 0, parseMs: 0, analyzeMs: 0, blobsRead: 0 };
  let { seen, places } = state;
  let live: Decided | undefined;
  let keptBack = chain.reached !== undefined && chain.reached === state.decided ? [...state.keptBack] : [];
  const readBefore = (path: string) =>
    [seen?.files, state.seen?.files, state.live?.files].map((files) => files?.get(path));
  const known: KnownFile = (path, id) =>
    // What is kept first: among what is served, it may lack what other files define.
    [state.live?.partial?.kept.get(path)?.file, ...readBefore(path)].find((file) => file?.id === id);

  const keeps = context.rules.onInvalid === "keep-last-good" && hasPast(head);
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
        live = { ...before, commit, files: before.files };
        continue;
      }
    }
    const read = await readCommit(context, seen, commit, known, cost);
    if ("rejected" in read) {
      keptBack.push({ type: "rejected", commit: commit.sha, findings: read.rejected });
      continue;
    }
    seen = read;
    const judged = await judgeCommit(context, { read, before, places, keeps }, cost);
    places = judged.places;
    if ("type" in judged.verdict) {
      keptBack.push(judged.verdict);
    } else {
      live = judged.verdict;
      keptBack = [];
    }
  }
  return { live, keptBack: keptBack.slice(-maxKeptBack), seen, places, ...cost };
}

/** Whether there are commits before head on the way to it; a tag, a commit and a pin stand alone. */
function hasPast(head: Head): boolean {
  return head.versions !== undefined || !standsAlone(head);
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

/** What judging has cost so far; added to. */
interface JudgeCost extends ReadCost {
  analyzeMs: number;
}

interface Judged {
  readonly read: ReadCommit;
  /** The commit live before it. */
  readonly before: DecideState["live"];
  readonly places: KnownPlaces | undefined;
  /** Whether files with errors are left as they were. */
  readonly keeps: boolean;
}

async function judgeCommit(
  context: DecideContext,
  { read, before, keeps, ...known }: Judged,
  cost: JudgeCost,
): Promise<{ readonly verdict: Decided | KeptBack; readonly places: KnownPlaces | undefined }> {
  const { commit } = read;
  const kept = keeps ? withKept(read.files, before) : undefined;
  const { files, partial } = kept ?? { files: read.files, partial: undefined };
  const analyzed = await analyzeWhereItRejects(context, files, known.places, cost);
  const { places } = analyzed;
  const together = [
    ...read.across,
    ...analyzed.findings,
    ...(partial === undefined ? [] : tooManyResources(files.values())),
  ];
  const ofFiles = findingsOfFiles(read.files);
  const findings = inOrder(together, ofFiles);
  if (hasErrors(together) || (partial === undefined && hasErrors(ofFiles))) {
    return { verdict: { type: "rejected", commit: commit.sha, findings }, places };
  }
  const candidate = { commit, census: census(files), removals: removals(before?.files, files) };
  const hold = holdValid(candidate, context.rules);
  if (hold !== undefined) return { verdict: { type: "held", commit: commit.sha, hold, unread: false }, places };
  return { verdict: { commit, files, findings, partial }, places };
}

/** Where analysis rejects nothing, it is asked of what becomes live only. */
async function analyzeWhereItRejects(
  { source, digest, clock }: DecideContext,
  files: DigestedFiles,
  places: KnownPlaces | undefined,
  cost: JudgeCost,
): Promise<{ readonly findings: readonly Finding[]; readonly places: KnownPlaces | undefined }> {
  if (!digest.analysis.rejects) return { findings: [], places };
  const started = clock.elapsed();
  const analyzed = await analyzeAt(files, places, { digest, readAgain: againFrom(source, files) });
  cost.analyzeMs += clock.elapsed() - started;
  return analyzed;
}

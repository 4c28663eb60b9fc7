import type { GateRules } from "../gate/index.js";
import type { Collection, CommitSha, Finding, Head, PassCost } from "../model/index.js";
import type { Collections } from "../snapshot/index.js";
import type { Source } from "../source/index.js";
import type { Clock } from "../util/clock.js";
import type { Decided, KeptBack } from "./commit/decide.js";
import type { DigestOptions } from "./commit/digest.js";
import type { DigestedFiles } from "./commit/files.js";
import type { KnownPlaces } from "./commit/places.js";
import type { PolicyOptions } from "./commit/policies.js";
import type { SeenCommit } from "./commit/read-commit.js";
import { isDecided, type Looked } from "./commit/since.js";
import { findSuccession, isParted, type PartedHead, withinSuccession } from "./commit/succession.js";
import { findWay } from "./commit/way.js";

/** What a pass works with. */
export interface PassContext {
  readonly source: Source;
  readonly rules: GateRules;
  /** Called where there is something to judge. */
  readonly loadDigest: () => Promise<DigestOptions>;
  readonly policies: PolicyOptions;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** What a look may find at the earliest, by the clock's elapsed time; undefined for what is there now. */
  readonly since?: number;
  readonly onProgress: (phase: string, done: number, total: number) => void;
}

/** What is served of this source, and what it was built from. */
export interface LiveCommit extends Omit<Decided, "files"> {
  /** Undefined where another gitxds digested them, perhaps by other rules. */
  readonly files: DigestedFiles | undefined;
  readonly collections: Collections;
}

/** What a pass goes on from. */
export interface PassState {
  /** The commit read last, whatever became of it: the next one is compared with it, so that only what differs is read. */
  readonly seen: SeenCommit | undefined;
  readonly live: LiveCommit | undefined;
  /** What the look found that was decided last; undefined where the live commit was not decided by the rules of now. */
  readonly decided: Looked | undefined;
  /** Commits newer than the live one, oldest first; where there are any, that head is not live. */
  readonly keptBack: readonly KeptBack[];
  /** The head that is held because it does not follow what is live; newer than all of those. */
  readonly parted?: PartedHead | undefined;
  /** The commit that a head may have to follow: what is live, as far as that was of the same ref of the same repository. */
  readonly follows: CommitSha | undefined;
  /** Of the signatures by which that was decided. */
  readonly trust: string;
  /** Where what analysis found stands. */
  readonly places?: KnownPlaces | undefined;
}

/** Before the first pass. */
export const nothingDecided: PassState = {
  seen: undefined,
  live: undefined,
  decided: undefined,
  keptBack: [],
  follows: undefined,
  trust: "",
};

/** All that is newer than the live commit and not live, oldest first. */
export function allKeptBack({ keptBack, parted }: PassState): readonly KeptBack[] {
  return parted === undefined ? keptBack : [...keptBack, parted.kept];
}

/** What came of one pass. */
export type PassOutcome =
  | { readonly type: "unchanged"; readonly head: Head }
  | {
      readonly type: "decided";
      readonly head: Head;
      readonly state: PassState;
      /** Undefined where what is live stays. */
      readonly publication: Publication | undefined;
    };

/** A commit that becomes live. */
export interface Publication {
  readonly live: LiveCommit;
  /** Those that differ from what was live before. */
  readonly changed: readonly Collection[];
  readonly warnings: readonly Finding[];
  readonly cost: PassCost;
}

/**
 * One pass: the main path from a Git remote to a snapshot. Every pass is the same, the first one included.
 *
 *   look    which commit does the ref name now, or the highest tag within a range of versions
 *   fetch   its objects, when the ref has moved
 *   history whether head follows what is live, where it has to; if not, it is held as it is
 *   chain   the commits on the way from the live one to head, or the tags
 *   decide  each of them, oldest first: (decide.ts)
 *             gate    what the configuration or its signatures keep back is not read
 *             list    its files, compared as trees with the commit seen before
 *             digest  the changed blobs: read, parse, validate, encode, judge by the policies known so far
 *             police  the policies of this commit; where they differ from those, files are judged by them again
 *             judge   what is invalid: findings of the tree, of the files, of names that stand twice
 *             keep    with keep-last-good: a file with an error is taken as it was before (kept.ts)
 *             analyze what is valid and does not work together, where that may reject; one error of either does
 *             gate    what is right but too dangerous is held
 *           the newest that passes is to be live
 *   build   the collections that changed files touch
 *   analyze what is to be live, where no commit is rejected for it
 *
 * Nothing is changed here: the caller publishes what a pass returns, or keeps what it has.
 */
export async function runPass(context: PassContext, state: PassState): Promise<PassOutcome> {
  const { source, clock, signal, onProgress } = context;
  const head = await source.look(signal, context.since);
  const trust = await source.trust(head, state.live?.commit.sha);
  const decided = trust === state.trust ? state.decided : undefined;
  if (state.parted === undefined ? isDecided(head, decided) : isParted(head, state.parted)) {
    return { type: "unchanged", head };
  }

  const started = clock.elapsed();
  await source.fetch(head, signal, onProgress);
  const succession = await findSuccession(context, head, state.follows);
  if (succession.type === "parted") {
    const parted = { head, kept: succession.kept };
    return { type: "decided", head, state: { ...state, parted }, publication: undefined };
  }
  const way = await findWay(context, head, decided, state.live);
  const chain = await withinSuccession(source, way, succession, decided !== undefined);
  const fetched = clock.elapsed();

  // Loaded where there is something to judge: a restart that finds nothing new waits for none of it.
  const { judgeChain } = await import("./judge-chain.js");
  const judging = { ...context, digest: await context.loadDigest() };
  const found = { head, chain, trust, decided: decided?.commit, fetchMs: fetched - started };
  return { type: "decided", head, ...(await judgeChain(judging, found, state)) };
}

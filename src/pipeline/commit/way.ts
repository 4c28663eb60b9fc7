import type { GateRules } from "../../gate/index.js";
import type { CommitSha, Head } from "../../model/index.js";
import type { Chain, Source } from "../../source/index.js";
import type { PartialCommit } from "./kept.js";
import { decidedSince, type Looked } from "./since.js";

interface WayContext {
  readonly source: Source;
  readonly rules: Pick<GateRules, "onInvalid">;
  readonly signal: AbortSignal;
  readonly onProgress: (phase: string, done: number, total: number) => void;
}

interface Live {
  readonly commit: { readonly sha: CommitSha };
  readonly partial?: PartialCommit | undefined;
}

/**
 * The commits to decide, from those on that were decided by the rules of now. What is kept of earlier commits depends on all that
 * were live since the last one of which all was served. Where that one is among those that an empty replica would begin with, it comes
 * to the same from there; where it is not, or not any more, everything is decided anew, as the empty one does.
 */
export async function findWay(
  { source, rules, signal, onProgress }: WayContext,
  head: Head,
  decided: Looked | undefined,
  live: Live | undefined,
): Promise<Chain> {
  const since = decidedSince(head, decided, live?.commit.sha);
  const chain = (from: readonly CommitSha[]) => source.chain(head, from, signal, onProgress);
  if (rules.onInvalid === "reject-commit" || live === undefined || since.length === 0) return chain(since);
  const whole = live.partial === undefined ? live.commit.sha : live.partial.since;
  const way = await chain(whole === undefined ? [] : [whole]);
  if (way.reached === undefined) return way;
  const at = way.commits.findLastIndex(({ commit }) => since.includes(commit.sha));
  const reached = way.commits[at]?.commit.sha ?? way.reached;
  return since.includes(reached) ? { ...way, commits: way.commits.slice(at + 1), reached } : chain([]);
}

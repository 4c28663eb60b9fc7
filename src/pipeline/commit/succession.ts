import { type GateRules, holdRewritten } from "../../gate/index.js";
import { type CommitSha, type Head, isFullSha } from "../../model/index.js";
import type { Chain, Source } from "../../source/index.js";
import type { KeptBack } from "./decide.js";
import { isDecided, type Looked } from "./since.js";

interface SuccessionContext {
  readonly source: Source;
  readonly rules: GateRules;
  readonly signal: AbortSignal;
  readonly onProgress: (phase: string, done: number, total: number) => void;
}

/** A head that does not follow what is live. Nothing on the way to it was decided. */
export interface PartedHead {
  readonly head: Looked;
  readonly kept: KeptBack;
}

/** How head stands to what is live, as far as it matters. */
export type Succession =
  | { readonly type: "parted"; readonly kept: KeptBack }
  /** It is in head's history. */
  | { readonly type: "follows"; readonly live: CommitSha }
  /** It does not matter, or is accepted. */
  | { readonly type: "free" };

/**
 * Whether head may follow the commit that was live last. With fast-forward this is asked before anything is decided, so that a
 * branch that was rewritten is held whole. A commit that the configuration names is meant, whatever its history.
 */
export async function findSuccession(
  { source, rules, signal, onProgress }: SuccessionContext,
  head: Head,
  live: CommitSha | undefined,
): Promise<Succession> {
  if (rules.history === "any" || live === undefined || isFullSha(head.ref)) return { type: "free" };
  const descent = await source.descent(head, live, rules.accept, signal, onProgress);
  if (descent === "follows") return { type: "follows", live };
  if (descent === "accepted") return { type: "free" };
  const hold = holdRewritten({ head: head.commit, live, unknown: descent === "unknown" });
  return { type: "parted", kept: { type: "held", commit: head.commit, hold, unread: true } };
}

/** Whether a look found the head that is held already. */
export function isParted(head: Looked, parted: PartedHead | undefined): boolean {
  return parted !== undefined && isDecided(head, parted.head);
}

/**
 * The chain without what does not follow the live commit: where that was merged into another line, the first parents of the merge
 * are of the other. It begins at the live commit then, where the rules of now have decided that.
 */
export async function withinSuccession(
  source: Source,
  chain: Chain,
  succession: Succession,
  isLiveDecided: boolean,
): Promise<Chain> {
  if (succession.type !== "follows" || chain.reached !== undefined) return chain;
  const { live } = succession;
  if (chain.commits.some(({ commit }) => commit.sha === live)) return chain;
  const [first, ...others] = await source.onTopOf(live, chain.commits);
  // It is compared with the live commit now, not with its first parent.
  const commits = first === undefined ? [] : [{ ...first, changesPath: true }, ...others];
  return { ...chain, commits, reached: isLiveDecided ? live : undefined };
}

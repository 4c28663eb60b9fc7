import type { PartialCommit } from "../commit/kept.js";

/** How many resources are served as of an earlier commit, and how many wait; undefined where there are none. */
export function countPartial(
  partial: PartialCommit | undefined,
): { readonly kept: number; readonly waiting: number } | undefined {
  if (partial === undefined) return undefined;
  const waiting = partial.resources.filter(({ commit }) => commit === null).length;
  return { kept: partial.resources.length - waiting, waiting };
}

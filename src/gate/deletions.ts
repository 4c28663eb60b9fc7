import { gateFindings } from "../findings/gate.js";
import type { Candidate, GateRules, Hold } from "./hold.js";

/** Smaller collections change as they like: of three routes two may well be meant to go. */
const smallCollection = 10;

/**
 * Holds a commit that removes too much of a collection against what is live, unless its message allows it or the
 * configuration accepts it. What follows it is held too, as long as the resources stay away.
 */
export function holdDeletions({ commit, removals }: Candidate, { accept, maxDeletions }: GateRules): Hold | undefined {
  if (commit.allowsDeletions || accept.has(commit.sha)) return undefined;
  const tooMany = removals.filter(
    ({ before, removed }) => before >= smallCollection && removed > before * maxDeletions,
  );
  if (tooMany.length === 0) return undefined;
  const shown = tooMany.map(({ kind, before, removed }) => `${removed} of ${before} ${kind} resources`).join(", ");
  return {
    code: gateFindings.tooManyDeletions.code,
    message: `it removes ${shown}, more than the ${Math.round(maxDeletions * 100)} % that one commit may (maxDeletions)`,
    remedy:
      "if that is meant, push a commit (an empty one will do) whose message ends in the line Gitxds-Allow-Deletions: true, or list this one under accept; else revert it",
  };
}

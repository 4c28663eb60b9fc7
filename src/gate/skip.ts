import { gateFindings } from "../findings/gate.js";
import type { Commit } from "../model/index.js";
import type { GateRules, Hold } from "./hold.js";

/** Holds a commit that the configuration skips. */
export function holdSkipped({ sha }: Commit, { skip }: GateRules): Hold | undefined {
  if (!skip.has(sha)) return undefined;
  return {
    code: gateFindings.skipped.code,
    message: "the configuration skips this commit",
    remedy: "push a commit that follows it, or take it off the list of skip",
  };
}

import { type Rules, specOf } from "./rule.js";
import { type WorkloadSelector, workloadSelector } from "./shared/selectors.js";

/** Ports and modes are the schema's to check. */
export const peerAuthenticationRules: Rules = (resource) =>
  workloadSelector(specOf<{ selector?: WorkloadSelector }>(resource).selector, ["spec", "selector"], "matchLabels");

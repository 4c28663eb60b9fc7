import { type Rules, specOf } from "./rule.js";
import { type WorkloadSelector, workloadSelector } from "./shared/selectors.js";

export const proxyConfigRules: Rules = (resource) =>
  workloadSelector(specOf<{ selector?: WorkloadSelector }>(resource).selector, ["spec", "selector"], "matchLabels");

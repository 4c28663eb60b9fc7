import { analysisFindings } from "../../findings/analysis.js";
import type { Ownership } from "../../model/index.js";
import { isOwned } from "../../util/ownership.js";
import { indexHosts } from "../host-index.js";
import type { Across } from "./across.js";

/** IST0101 for subsets: some DestinationRule of the host, wherever it is and also one of a wildcard, must define it. */
export const missingSubset: Across = function* ({ virtualServices, destinationRules, owns }) {
  const defined = indexHosts(destinationRules.map(({ host, subsets }) => [host, subsets]));
  for (const facts of virtualServices) {
    for (const { host, subset, path } of facts.subsets) {
      if (isDefined(defined.overlapping(host), subset) || (owns && !isOwnHost(host, owns))) continue;
      yield {
        row: analysisFindings.notFound,
        facts,
        path,
        target: `${host} ${subset}`,
        message: `no DestinationRule for ${host} defines the subset ${subset}`,
        remedy: `define the subset in a DestinationRule for ${host}, or send to one that exists`,
      };
    }
  }
};

/** Whether the rules for a host are the source's own: those of a service of a namespace in which it owns them. */
function isOwnHost(host: string, owns: Ownership): boolean {
  const [, namespace = "", svc] = host.split(".");
  return svc === "svc" && isOwned(owns, "DestinationRule", namespace);
}

function isDefined(rules: Iterable<readonly string[]>, subset: string): boolean {
  for (const subsets of rules) if (subsets.includes(subset)) return true;
  return false;
}

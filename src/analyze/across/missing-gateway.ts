import { analysisFindings } from "../../findings/analysis.js";
import { isOwned } from "../../util/ownership.js";
import { type Across, fullName } from "./across.js";

/**
 * IST0101 for Gateways. One that stands in another repository is missing here, which is why analysis informs by default; of
 * one that another source owns nothing is said.
 */
export const missingGateway: Across = function* ({ virtualServices, gateways, owns }) {
  const known = new Set(gateways.map(fullName));
  for (const facts of virtualServices) {
    for (const { gateway, index } of facts.gateways) {
      if (known.has(gateway) || (owns && !isOwned(owns, "Gateway", namespaceOf(gateway)))) continue;
      yield {
        row: analysisFindings.notFound,
        facts,
        path: ["spec", "gateways", index],
        target: gateway,
        message: `there is no Gateway ${gateway} in what is served`,
        remedy: "add the Gateway, or correct its name; without a namespace in front it is looked for in this one",
      };
    }
  }
};

function namespaceOf(gateway: string): string {
  return gateway.slice(0, gateway.indexOf("/"));
}

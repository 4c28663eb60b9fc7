import { analysisFindings } from "../../findings/analysis.js";
import type { TelemetryFacts } from "../facts.js";
import { type Across, crowdOf, nameOthers } from "./across.js";

/** IST0160: several Telemetries for all workloads of a namespace. */
export const severalDefaults: Across = function* ({ telemetries }) {
  const byNamespace = new Map<string, TelemetryFacts[]>();
  for (const facts of telemetries) {
    const { namespace } = facts.subject;
    const known = byNamespace.get(namespace);
    if (known !== undefined) known.push(facts);
    else byNamespace.set(namespace, [facts]);
  }
  for (const [namespace, together] of byNamespace) {
    if (together.length < 2) continue;
    const crowd = crowdOf(together);
    for (const facts of together) {
      yield {
        row: analysisFindings.severalDefaults,
        facts,
        target: namespace,
        message: `this Telemetry is for all workloads of ${namespace}, and so is ${nameOthers(facts, crowd)}`,
        remedy: "merge them into one, or give all but one a selector",
      };
    }
  }
};

import { analysisFindings } from "../../findings/analysis.js";
import type { Resource } from "../../model/index.js";
import { listAt, valueAt } from "../fields.js";
import type { Alone, Doubt } from "./alone.js";

/** IST0002 for fields: those of a VirtualService and a Sidecar that have a successor, or are read no more. */
export const deprecatedFields: Alone = {
  kinds: ["VirtualService", "Sidecar"],
  examine: (resource) => (resource.kind === "Sidecar" ? egressProxy(resource) : delayPercent(resource)),
};

function* egressProxy({ document }: Resource): Iterable<Doubt> {
  if (valueAt(document, "spec", "outboundTrafficPolicy", "egressProxy") === undefined) return;
  yield {
    row: analysisFindings.deprecated,
    path: ["spec", "outboundTrafficPolicy", "egressProxy"],
    target: "key",
    message: "egressProxy is deprecated and has no effect",
    remedy: "remove it; a VirtualService can send unknown destinations to an egress gateway",
  };
}

function* delayPercent({ document }: Resource): Iterable<Doubt> {
  for (const [index, route] of listAt(document, "spec", "http").entries()) {
    const percent = valueAt(route, "fault", "delay", "percent");
    if (typeof percent !== "number" || percent <= 0) continue;
    yield {
      row: analysisFindings.deprecated,
      path: ["spec", "http", index, "fault", "delay", "percent"],
      target: "key",
      message: "percent of a delay is deprecated: percentage replaces it",
      remedy: `write percentage: {value: ${percent}}`,
    };
  }
}

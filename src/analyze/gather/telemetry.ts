import type { Resource } from "../../model/index.js";
import type { Subject, TelemetryFacts } from "../facts.js";
import { listAt, valueAt } from "../fields.js";

/** istiod takes a Telemetry for the whole namespace where it selects no label and is attached to nothing. */
export function telemetryFacts({ document }: Resource, subject: Subject): Omit<TelemetryFacts, "spared"> | undefined {
  const spec = valueAt(document, "spec");
  const attached = listAt(spec, "targetRefs").length > 0 || valueAt(spec, "targetRef") !== undefined;
  const selects = Object.keys(valueAt(spec, "selector", "matchLabels") ?? {}).length > 0;
  return attached || selects ? undefined : { kind: "Telemetry", subject };
}

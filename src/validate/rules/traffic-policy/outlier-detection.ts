import { destinationRuleFindings } from "../../../findings/rules/destination-rule.js";
import type { JsonPath } from "../../../model/index.js";
import type { Problem } from "../../problem.js";
import { showPath } from "../../show.js";
import { problem } from "../rule.js";
import { duration } from "../shared/durations.js";
import { percent } from "../shared/percent.js";

/** istio.networking.v1alpha3.OutlierDetection. */
export interface OutlierDetection {
  readonly consecutiveErrors?: number;
  readonly splitExternalLocalOriginErrors?: boolean;
  readonly consecutiveLocalOriginFailures?: number | null;
  readonly interval?: string;
  readonly baseEjectionTime?: string;
  readonly maxEjectionPercent?: number;
  readonly minHealthPercent?: number;
}

export function* outlierDetection(settings: OutlierDetection | undefined, path: JsonPath): Iterable<Problem> {
  if (settings === undefined) return;
  yield* duration(settings.interval, [...path, "interval"]);
  yield* duration(settings.baseEjectionTime, [...path, "baseEjectionTime"]);
  yield* percent(settings.maxEjectionPercent, [...path, "maxEjectionPercent"]);
  yield* percent(settings.minHealthPercent, [...path, "minHealthPercent"]);
  if (!settings.splitExternalLocalOriginErrors && (settings.consecutiveLocalOriginFailures ?? 0) > 0) {
    const at = [...path, "consecutiveLocalOriginFailures"];
    yield problem(
      destinationRuleFindings.outlierDetection,
      at,
      `${showPath(at)} has no effect: splitExternalLocalOriginErrors is not true, so these failures are not counted apart`,
      "set splitExternalLocalOriginErrors to true, or remove the field",
    );
  }
  if ((settings.consecutiveErrors ?? 0) !== 0) {
    const at = [...path, "consecutiveErrors"];
    yield problem(
      destinationRuleFindings.deprecated,
      at,
      `${showPath(at)} is deprecated`,
      "use consecutiveGatewayErrors or consecutive5xxErrors",
    );
  }
}

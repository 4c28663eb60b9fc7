import { destinationRuleFindings } from "../../../findings/rules/destination-rule.js";
import type { JsonPath } from "../../../model/index.js";
import type { Problem } from "../../problem.js";
import { showPath } from "../../show.js";
import { problem } from "../rule.js";
import { anyDuration, duration } from "../shared/durations.js";
import { type ConsistentHash, consistentHash } from "./consistent-hash.js";
import { type FailoverSettings, type LocalitySettings, localityLb, zoneAwareLb } from "./locality-lb.js";

/** istio.networking.v1alpha3.LoadBalancerSettings. */
export interface LoadBalancer {
  readonly consistentHash?: ConsistentHash;
  readonly backendUtilization?: Readonly<Partial<Record<WeightPeriod, string>>>;
  readonly localityLbSetting?: LocalitySettings;
  readonly zoneAwareLbSetting?: FailoverSettings;
  readonly warmup?: { readonly duration: string; readonly aggression?: number | null };
}

const weightPeriods = ["weightStabilizationPeriod", "weightExpirationPeriod", "weightUpdatePeriod"] as const;
type WeightPeriod = (typeof weightPeriods)[number];

/** `detectsOutliers`: whether outlierDetection stands beside the settings; failover needs it. */
export function* loadBalancer(
  settings: LoadBalancer | undefined,
  path: JsonPath,
  detectsOutliers: boolean,
): Iterable<Problem> {
  if (settings === undefined) return;
  yield* consistentHash(settings.consistentHash, [...path, "consistentHash"]);
  for (const period of weightPeriods)
    yield* anyDuration(settings.backendUtilization?.[period], [...path, "backendUtilization", period]);
  if (settings.localityLbSetting !== undefined && settings.zoneAwareLbSetting !== undefined)
    yield problem(
      destinationRuleFindings.loadBalancer,
      path,
      `${showPath(path)} has both localityLbSetting and zoneAwareLbSetting`,
      "keep one of the two",
    );
  yield* localityLb(settings.localityLbSetting, [...path, "localityLbSetting"], detectsOutliers);
  yield* zoneAwareLb(settings.zoneAwareLbSetting, [...path, "zoneAwareLbSetting"], detectsOutliers);
  if (settings.warmup !== undefined) yield* warmup(settings.warmup, [...path, "warmup"]);
}

function* warmup(settings: NonNullable<LoadBalancer["warmup"]>, path: JsonPath): Iterable<Problem> {
  yield* duration(settings.duration, [...path, "duration"]);
  if (settings.aggression !== 0) return;
  const at = [...path, "aggression"];
  yield problem(
    destinationRuleFindings.loadBalancer,
    at,
    `${showPath(at)} is 0, with which the share of traffic would never grow`,
    "write a number greater than 0, or remove it for the default 1",
  );
}

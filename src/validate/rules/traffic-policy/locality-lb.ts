import { destinationRuleFindings } from "../../../findings/rules/destination-rule.js";
import type { JsonPath } from "../../../model/index.js";
import type { Problem } from "../../problem.js";
import { showPath, showText } from "../../show.js";
import { entriesOf, problem } from "../rule.js";
import { type LocalityFault, orderedLocalityFault, unorderedLocalityFault } from "./localities.js";

interface Failover {
  readonly from?: string;
  readonly to?: string;
}

interface Distribution {
  readonly from?: string;
  readonly to?: Readonly<Record<string, number>>;
}

/** What istio.networking.v1alpha3.LocalityLoadBalancerSetting and ZoneAwareLoadBalancerSetting share. */
export interface FailoverSettings {
  readonly failover?: readonly Failover[];
  readonly failoverPriority?: readonly string[];
}

export interface LocalitySettings extends FailoverSettings {
  readonly distribute?: readonly Distribution[];
}

const topologyLabels: ReadonlySet<string> = new Set([
  "topology.kubernetes.io/region",
  "topology.kubernetes.io/zone",
  "topology.istio.io/subzone",
]);

export function* localityLb(
  settings: LocalitySettings | undefined,
  path: JsonPath,
  detectsOutliers: boolean,
): Iterable<Problem> {
  if (settings === undefined) return;
  const failsOver = (settings.failover ?? []).length > 0;
  if (failsOver && (settings.distribute ?? []).length > 0)
    yield wrong(path, "has both distribute and failover", "keep one of the two");
  if (failsOver)
    yield* noTopology(settings, path, "has a place in the order already, by failover", "remove it, or failover");
  yield* distributions(settings.distribute, [...path, "distribute"]);
  yield* failovers(settings, path, detectsOutliers);
}

/** Envoy itself goes by zone within a region here, and by failover between regions. */
export function* zoneAwareLb(
  settings: FailoverSettings | undefined,
  path: JsonPath,
  detectsOutliers: boolean,
): Iterable<Problem> {
  if (settings === undefined) return;
  yield* noTopology(settings, path, "has a place in the order already, by zone-aware routing", "remove it");
  yield* failovers(settings, path, detectsOutliers);
}

function* noTopology(settings: FailoverSettings, path: JsonPath, fault: string, remedy: string): Iterable<Problem> {
  for (const [label, at] of entriesOf(settings.failoverPriority, [...path, "failoverPriority"]))
    if (topologyLabels.has(label)) yield wrong(at, `is ${label}, which ${fault}`, remedy);
}

function* distributions(list: readonly Distribution[] | undefined, path: JsonPath): Iterable<Problem> {
  if (list === undefined) return;
  for (const [{ to = {} }, at] of entriesOf(list, path)) yield* weights(to, [...at, "to"]);
  const sources = list.map(({ from = "" }, index) => ({ locality: from, path: [...path, index, "from"] }));
  yield* localityProblem(orderedLocalityFault(sources));
}

function* weights(to: Readonly<Record<string, number>>, path: JsonPath): Iterable<Problem> {
  const entries = Object.entries(to);
  const outside = entries.filter(([, weight]) => weight < 1 || weight > 100);
  for (const [locality, weight] of outside)
    yield wrong([...path, locality], `is ${weight}`, "write a weight from 1 to 100");
  const total = entries.reduce((sum, [, weight]) => sum + weight, 0);
  if (outside.length === 0 && total !== 100)
    yield wrong(path, `has weights that are ${total} together`, "let them be 100 together");
  yield* localityProblem(
    unorderedLocalityFault(entries.map(([locality]) => ({ locality, path: [...path, locality] }))),
  );
}

function* localityProblem(found: LocalityFault | undefined): Iterable<Problem> {
  if (found === undefined) return;
  yield problem(
    destinationRuleFindings.locality,
    found.path,
    `the locality ${showText(found.locality)} at ${showPath(found.path)} ${found.fault}`,
    "write region, region/zone or region/zone/subzone, with * for the rest at the end, and no place twice",
  );
}

function* failovers(settings: FailoverSettings, path: JsonPath, detectsOutliers: boolean): Iterable<Problem> {
  for (const [{ from = "", to = "" }, at] of entriesOf(settings.failover, [...path, "failover"])) {
    if (from === to) yield wrong(at, `leads from ${showText(from)} to itself`, "name two regions");
    yield* region(from, [...at, "from"]);
    yield* region(to, [...at, "to"]);
  }
  const wanted = [settings.failover, settings.failoverPriority].some((list) => (list ?? []).length > 0);
  if (wanted && !detectsOutliers)
    yield problem(
      destinationRuleFindings.failoverUnused,
      [...path, (settings.failover ?? []).length > 0 ? "failover" : "failoverPriority"],
      `${showPath(path)} sets failover, but without outlierDetection beside loadBalancer no endpoint is seen to fail`,
      "add outlierDetection to the traffic policy",
    );
}

function* region(name: string, path: JsonPath): Iterable<Problem> {
  if (name.includes("/"))
    yield wrong(path, `is ${showText(name)}, failover is between regions only`, "write the region alone");
  else if (name.includes("*"))
    yield wrong(path, `is ${showText(name)}, failover takes no wildcards`, "write the region's name");
}

function wrong(path: JsonPath, fault: string, remedy: string): Problem {
  return problem(destinationRuleFindings.locality, path, `${showPath(path)} ${fault}`, remedy);
}

import { destinationRuleFindings } from "../../findings/rules/destination-rule.js";
import type { JsonPath, Resource } from "../../model/index.js";
import type { Problem } from "../problem.js";
import { showPath, showText } from "../show.js";
import { entriesOf, problem, specOf } from "./rule.js";
import { exportTo } from "./shared/export-to.js";
import { wildcardDomain } from "./shared/hosts.js";
import { type LabelMap, labels } from "./shared/labels.js";
import { labelName } from "./shared/ports.js";
import { type WorkloadSelector, workloadSelector } from "./shared/selectors.js";
import { errorsOnly, type TrafficPolicy, trafficPolicy } from "./traffic-policy/index.js";

interface DestinationRule {
  readonly host: string;
  readonly trafficPolicy?: TrafficPolicy;
  readonly subsets?: readonly Subset[];
  readonly exportTo?: readonly string[];
  readonly workloadSelector?: WorkloadSelector;
}

interface Subset {
  readonly name: string;
  readonly labels?: LabelMap;
  readonly trafficPolicy?: TrafficPolicy;
}

export function* destinationRuleRules(resource: Resource): Iterable<Problem> {
  const { namespace } = resource;
  const { host = "", ...rule } = specOf<Partial<DestinationRule>>(resource);
  yield* wildcardDomain(host, ["spec", "host"]);
  yield* trafficPolicy(rule.trafficPolicy, ["spec", "trafficPolicy"], namespace);
  yield* subsets(rule.subsets, ["spec", "subsets"], namespace);
  const selectsWorkloads = rule.workloadSelector !== undefined;
  yield* exportTo(rule.exportTo, ["spec", "exportTo"], { namespace, selectsWorkloads });
  yield* workloadSelector(rule.workloadSelector, ["spec", "workloadSelector"], "matchLabels");
}

function* subsets(list: readonly Subset[] | undefined, path: JsonPath, namespace: string): Iterable<Problem> {
  const seen = new Set<string>();
  for (const [subset, at] of entriesOf(list, path)) {
    const name = [...at, "name"];
    if (seen.has(subset.name))
      yield problem(
        destinationRuleFindings.subset,
        name,
        `${showPath(name)} is ${showText(subset.name)}, which another subset is called too`,
        "choose another name: routes refer to subsets by it",
      );
    seen.add(subset.name);
    yield* labelName(subset.name, name);
    yield* labels(subset.labels, [...at, "labels"]);
    yield* errorsOnly(trafficPolicy(subset.trafficPolicy, [...at, "trafficPolicy"], namespace));
  }
}

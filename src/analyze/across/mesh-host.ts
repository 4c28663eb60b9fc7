import { analysisFindings } from "../../findings/analysis.js";
import { everyNamespace, type VirtualServiceFacts } from "../facts.js";
import { indexHosts } from "../host-index.js";
import { type Across, type Crowd, crowdOf, nameOthers } from "./across.js";

/** Of the VirtualServices that are exported to everybody so many are put beside one that is not. */
const maxCompared = 100;

/**
 * IST0109: VirtualServices of one host that sidecars of one namespace see together. One that is exported to everybody is
 * beside one that is not already where a wildcard covers the other's host.
 */
export const meshHost: Across = function* ({ virtualServices }) {
  const conflicts = new Map<VirtualServiceFacts, { readonly host: string; readonly crowd: Crowd }>();
  for (const { host, together } of groups(virtualServices.filter(({ inMesh }) => inMesh))) {
    if (together.size < 2) continue;
    const crowd = crowdOf(together);
    for (const facts of together) if (!conflicts.has(facts)) conflicts.set(facts, { host, crowd });
  }
  for (const [facts, { host, crowd }] of conflicts) {
    yield {
      row: analysisFindings.meshHost,
      facts,
      path: ["spec", "hosts"],
      pointAt: "key",
      target: host,
      message: `${host} is routed in the mesh by VirtualService ${nameOthers(facts, crowd)}, too`,
      remedy: "merge them into one VirtualService, or narrow exportTo so that no namespace sees two",
    };
  }
};

/** Whoever routes a host in a scope. */
interface Group {
  readonly host: string;
  readonly scope: string;
  readonly together: Set<VirtualServiceFacts>;
}

function groups(all: readonly VirtualServiceFacts[]): Iterable<Group> {
  const groups = new Map<string, Group>();
  const everywhere: (readonly [host: string, facts: VirtualServiceFacts])[] = [];
  for (const facts of all) {
    for (const scope of facts.scopes) {
      for (const host of facts.hosts) {
        if (scope === everyNamespace) everywhere.push([host, facts]);
        const key = `${scope} ${host}`;
        const known = groups.get(key);
        if (known !== undefined) known.together.add(facts);
        else groups.set(key, { host, scope, together: new Set([facts]) });
      }
    }
  }
  const shared = indexHosts(everywhere);
  for (const { host, scope, together } of groups.values()) {
    if (scope !== everyNamespace) addSome(together, shared.overlapping(host));
  }
  return groups.values();
}

function addSome<T>(set: Set<T>, values: Iterable<T>): void {
  let added = 0;
  for (const value of values) {
    set.add(value);
    added += 1;
    if (added === maxCompared) return;
  }
}

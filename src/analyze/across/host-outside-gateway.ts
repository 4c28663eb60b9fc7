import { analysisFindings } from "../../findings/analysis.js";
import { everyNamespace, type GatewayFacts, type VirtualServiceFacts } from "../facts.js";
import { type HostIndex, indexHosts } from "../host-index.js";
import { type Across, fullName } from "./across.js";

/** The scopes of a Gateway's hosts, by host. */
type Served = HostIndex<string>;

/** IST0132: a Gateway that serves none of the VirtualService's hosts, to its namespace at least. */
export const hostOutsideGateway: Across = function* ({ virtualServices, gateways }) {
  const known = new Map(gateways.map((gateway) => [fullName(gateway), gateway]));
  const indexed = new Map<string, Served>();
  for (const facts of virtualServices) {
    for (const { gateway: name, index } of facts.gateways) {
      const hosts = known.get(name)?.hosts ?? null;
      if (hosts === null || serves(servedBy(hosts, name, indexed), facts)) continue;
      yield {
        row: analysisFindings.hostOutsideGateway,
        facts,
        path: ["spec", "gateways", index],
        target: name,
        message: `no server of Gateway ${name} serves ${someHosts(facts.hosts)} for namespace ${facts.subject.namespace}`,
        remedy: "add a host to a server of the Gateway, or name the Gateway that serves it",
      };
    }
  }
};

/** Only Gateways that are named are indexed, once. */
function servedBy(hosts: NonNullable<GatewayFacts["hosts"]>, name: string, indexed: Map<string, Served>): Served {
  const known = indexed.get(name);
  if (known !== undefined) return known;
  const index = indexHosts(hosts.map(({ host, scope }) => [host, scope]));
  indexed.set(name, index);
  return index;
}

function serves(served: Served, { hosts, subject }: VirtualServiceFacts): boolean {
  for (const host of hosts) {
    for (const scope of served.overlapping(host)) {
      if (scope === everyNamespace || scope === subject.namespace) return true;
    }
  }
  return false;
}

function someHosts(hosts: readonly string[]): string {
  const [first = "a host"] = hosts;
  return hosts.length > 1 ? `${first} or another of its hosts` : first;
}

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
    for (const { gateway: name, position } of facts.gateways) {
      const gateway = known.get(name);
      if (gateway === undefined || gateway.hosts.length === 0) continue;
      if (serves(servedBy(gateway, name, indexed), facts)) continue;
      yield {
        row: analysisFindings.hostOutsideGateway,
        facts,
        position,
        target: name,
        message: `no server of Gateway ${name} serves ${someHosts(facts.hosts)} for namespace ${facts.subject.namespace}`,
        remedy: "add a host to a server of the Gateway, or name the Gateway that serves it",
      };
    }
  }
};

/** Only Gateways that are named are indexed, once. */
function servedBy({ hosts }: GatewayFacts, name: string, indexed: Map<string, Served>): Served {
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

import { analysisFindings } from "../../findings/analysis.js";
import { everyNamespace, type ServiceEntryFacts } from "../facts.js";
import { type Across, type Crowd, crowdOf, nameOthers } from "./across.js";

/** IST0177: ServiceEntries that one namespace sees together and that give a host's port different protocols. */
export const conflictingProtocols: Across = function* ({ serviceEntries }) {
  const conflicts = new Map<ServiceEntryFacts, Conflict>();
  const told = new Set<Port>();
  for (const visible of visiblePorts(serviceEntries)) {
    const protocols = new Set(visible.flatMap((port) => [...port.protocols]));
    const size = visible.reduce((sum, { users }) => sum + users.size, 0);
    if (protocols.size < 2 || size < 2) continue;
    const conflict = { protocols, visible, crowds: visible.map(({ users }) => crowdOf(users)) };
    for (const port of visible.filter((one) => !told.has(one))) {
      told.add(port);
      for (const facts of port.users) if (!conflicts.has(facts)) conflicts.set(facts, conflict);
    }
  }
  for (const [facts, { protocols, visible, crowds }] of conflicts) {
    const { host = "", number = 0 } = visible[0] ?? {};
    const names = [...protocols].map((protocol) => protocol || "none").sort();
    yield {
      row: analysisFindings.conflictingProtocols,
      facts,
      path: ["spec", "ports"],
      pointAt: "key",
      target: `${host}:${number}`,
      message: `port ${number} of ${host} has several protocols (${names.join(", ")}), with ServiceEntry ${nameOthers(facts, ...crowds)}`,
      remedy: "give the port the same protocol everywhere, or narrow exportTo so that no namespace sees two",
    };
  }
};

interface Conflict {
  readonly protocols: ReadonlySet<string>;
  readonly visible: readonly Port[];
  readonly crowds: readonly Crowd[];
}

/** A port of a host, as it is exported to one scope. */
interface Port {
  readonly host: string;
  readonly number: number;
  readonly scope: string;
  readonly protocols: Set<string>;
  readonly users: Set<ServiceEntryFacts>;
}

/** What is seen of a port in one namespace: what is exported to it, and what is exported to everybody. */
function* visiblePorts(all: readonly ServiceEntryFacts[]): Iterable<readonly Port[]> {
  const ports = new Map<string, Port>();
  for (const facts of all) {
    for (const scope of facts.scopes) {
      for (const host of facts.hosts) {
        for (const { number, protocol } of facts.ports) {
          const key = `${scope} ${host} ${number}`;
          const port = ports.get(key) ?? { host, number, scope, protocols: new Set(), users: new Set() };
          ports.set(key, port);
          port.protocols.add(protocol);
          port.users.add(facts);
        }
      }
    }
  }
  for (const port of ports.values()) {
    const shared = port.scope === everyNamespace ? undefined : ports.get(`* ${port.host} ${port.number}`);
    yield shared === undefined ? [port] : [port, shared];
  }
}

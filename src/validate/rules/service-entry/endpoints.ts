import { serviceEntryFindings } from "../../../findings/rules/service-entry.js";
import type { JsonPath } from "../../../model/index.js";
import type { Problem } from "../../problem.js";
import { showCount, showList, showPath, showText } from "../../show.js";
import { entriesOf, keyProblem, problem } from "../rule.js";
import { dnsNameOrAddress } from "../shared/hosts.js";
import { labels } from "../shared/labels.js";
import { isUnixSocket, type Workload, workload } from "../workload/workload.js";
import type { ServiceEntry } from "./spec.js";

const path: JsonPath = ["spec", "endpoints"];

/** Resolution STATIC: endpoints are IP addresses or Unix sockets. */
export function* staticEndpoints({ endpoints, ports = [] }: ServiceEntry): Iterable<Problem> {
  const names = new Set(ports.map(({ name }) => name));
  for (const [endpoint, at] of entriesOf(endpoints, path)) {
    yield* workload(endpoint, at, { takesNames: false });
    yield* endpointPorts(endpoint, at, names);
    if (isUnixSocket(endpoint) && names.size !== 1) yield unixEndpoint([...at, "address"], names.size);
  }
}

/** Resolution DNS or DNS_ROUND_ROBIN: endpoints are names to look up, or addresses. */
export function* lookedUpEndpoints({ endpoints, ports = [] }: ServiceEntry): Iterable<Problem> {
  const names = new Set(ports.map(({ name }) => name));
  for (const [endpoint, at] of entriesOf(endpoints, path)) {
    yield* dnsNameOrAddress(endpoint.address ?? "", [...at, "address"]);
    yield* labels(endpoint.labels, [...at, "labels"]);
    yield* endpointPorts(endpoint, at, names);
  }
}

function* endpointPorts({ ports }: Workload, at: JsonPath, names: ReadonlySet<string>): Iterable<Problem> {
  for (const name of Object.keys(ports ?? {})) {
    if (names.has(name)) continue;
    const place = [...at, "ports"];
    yield keyProblem(
      serviceEntryFindings.endpointPort,
      [...place, name],
      `${showPath(place)} names the port ${showText(name)}, which the service does not have`,
      names.size === 0 ? "add the port to spec.ports" : `name a port of spec.ports: ${showList([...names], "or")}`,
    );
  }
}

function unixEndpoint(at: JsonPath, count: number): Problem {
  return problem(
    serviceEntryFindings.unixEndpoint,
    at,
    `${showPath(at)} is a Unix socket, which serves one port; the service has ${showCount(count, "port", "ports")}`,
    "leave exactly one entry in spec.ports, or give each socket a ServiceEntry of its own",
  );
}

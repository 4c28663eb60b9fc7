import { serviceEntryFindings } from "../../../findings/rules/service-entry.js";
import type { JsonPath, Resource } from "../../../model/index.js";
import type { Problem } from "../../problem.js";
import { showPath, showText } from "../../show.js";
import { entriesOf, problem } from "../rule.js";
import { isPattern } from "../shared/host-patterns.js";
import { parseProtocol } from "../shared/protocols.js";
import { type ServiceEntry, type ServicePort, usesWaypoint } from "./spec.js";

const protocols: ReadonlySet<string | undefined> = new Set(["http", "http2", "grpc", "tls"]);

/** Resolution DYNAMIC_DNS: the proxy looks up the host that a request asks for. */
export function* dynamicDns(resource: Resource, spec: ServiceEntry): Iterable<Problem> {
  for (const [host, at] of entriesOf(spec.hosts, ["spec", "hosts"]))
    if (!isPattern(host))
      yield wrong(at, `is ${showText(host)}, one host, where requests decide which is looked up`, "begin it with *.");
  for (const field of ["addresses", "endpoints"] as const)
    if ((spec[field]?.length ?? 0) > 0)
      yield wrong(["spec", field], "is set, but requests decide which host is looked up", `remove ${field}`);
  for (const [port, at] of entriesOf(spec.ports, ["spec", "ports"])) yield* portProtocol(port, at);
  if (spec.location === "MESH_INTERNAL" && usesWaypoint(resource)) yield internalWaypoint();
}

function* portProtocol({ protocol = "" }: ServicePort, path: JsonPath): Iterable<Problem> {
  if (protocols.has(parseProtocol(protocol))) return;
  const found = protocol === "" ? "is missing" : `is ${showText(protocol)}`;
  yield wrong(
    [...path, "protocol"],
    `${found}, but the host must be read from each request`,
    "write HTTP, HTTP2, GRPC or TLS",
  );
}

function wrong(path: JsonPath, fault: string, remedy: string): Problem {
  return problem(
    serviceEntryFindings.dynamicDns,
    path,
    `with resolution DYNAMIC_DNS ${showPath(path)} ${fault}`,
    `${remedy}, or choose another resolution`,
  );
}

function internalWaypoint(): Problem {
  const path = ["spec", "location"];
  return problem(
    serviceEntryFindings.dynamicDnsWaypoint,
    path,
    `${showPath(path)} is MESH_INTERNAL and the label istio.io/use-waypoint names a waypoint, which cannot be with resolution DYNAMIC_DNS`,
    "remove the label, or set the location to MESH_EXTERNAL",
  );
}

import { isBefore } from "../../collections/istio-versions.js";
import { unreadFindings } from "../../findings/unread.js";
import type { IstioVersion, JsonPath, Resource } from "../../model/index.js";
import { type Check, noProblems, type Problem } from "../problem.js";
import { entriesOf, metadataMap, problem, specOf } from "../rules/rule.js";
import { allocatesAddress, type ServiceEntry } from "../rules/service-entry/spec.js";
import { showPath } from "../show.js";

const label = "networking.istio.io/enable-autoallocate-ip";

/**
 * Services that count on an address that nobody allocates: those whose label asks for one, and those with a TCP port,
 * which nothing but an address tells from others. In 1.24 istiod still allocates in memory, to services of every source.
 */
export function autoAllocationCheck(version: IstioVersion): Check {
  const inMemory = isBefore(version, "1.25");
  return (resource) => {
    const spec = specOf<ServiceEntry>(resource);
    if ((spec.addresses?.length ?? 0) > 0 || !allocatesAddress(resource, spec)) return noProblems;
    if (asksForAddress(resource)) return [unallocated(["metadata", "labels", label], "asks for one")];
    const port = inMemory ? undefined : tcpPort(spec);
    return port === undefined ? noProblems : [unallocated(port, "takes TCP, which nothing else tells apart")];
  };
}

function asksForAddress(resource: Resource): boolean {
  return String(metadataMap(resource, "labels")[label]).toLowerCase() === "true";
}

function tcpPort({ ports }: ServiceEntry): JsonPath | undefined {
  for (const [{ protocol = "" }, path] of entriesOf(ports, ["spec", "ports"])) {
    if (protocol === "" || protocol === "TCP") return path;
  }
  return undefined;
}

function unallocated(path: JsonPath, reason: string): Problem {
  return problem(
    unreadFindings.autoAllocation,
    path,
    `there is no address, and ${showPath(path)} ${reason}: istiod allocates one only to what it reads from Kubernetes`,
    "add addresses, or keep the ServiceEntry in the cluster",
  );
}

import { serviceEntryFindings } from "../../findings/rules/service-entry.js";
import type { JsonPath, Resource } from "../../model/index.js";
import type { Problem } from "../problem.js";
import { showPath, showText } from "../show.js";
import { entriesOf, problem, type Rules, specOf } from "./rule.js";
import { dynamicDns } from "./service-entry/dynamic-dns.js";
import { lookedUpEndpoints, staticEndpoints } from "./service-entry/endpoints.js";
import { lookedUpHosts, partialWildcards, serviceHosts, severalHosts, sharedAddress } from "./service-entry/hosts.js";
import { allocatesAddress, type ServiceEntry, type ServicePort } from "./service-entry/spec.js";
import { ipAddressOrCidr } from "./shared/addresses.js";
import { exportTo } from "./shared/export-to.js";
import { labelName } from "./shared/ports.js";
import { protocol } from "./shared/protocols.js";
import { workloadSelector } from "./shared/selectors.js";

export const serviceEntryRules: Rules = function* (resource: Resource): Iterable<Problem> {
  const spec = specOf<ServiceEntry>(resource);
  yield* serviceHosts(spec);
  yield* partialWildcards(spec);
  for (const [address, at] of entriesOf(spec.addresses, ["spec", "addresses"])) yield* ipAddressOrCidr(address, at);
  const needsAddress = (spec.addresses?.length ?? 0) === 0 && !allocatesAddress(resource, spec);
  for (const [port, at] of entriesOf(spec.ports, ["spec", "ports"])) yield* servicePort(port, at, needsAddress);
  yield* ofResolution(resource, spec);
  yield* severalHosts(spec);
  yield* exportTo(spec.exportTo, ["spec", "exportTo"], { namespace: resource.namespace, takesNowhere: true });
  yield* workloadSelector(spec.workloadSelector, ["spec", "workloadSelector"], "labels");
};

function* ofResolution(resource: Resource, spec: ServiceEntry): Iterable<Problem> {
  switch (spec.resolution ?? "NONE") {
    case "NONE":
      if (spec.workloadSelector !== undefined) yield selectsUnresolved();
      break;
    case "STATIC":
      yield* staticEndpoints(spec);
      break;
    case "DNS":
    case "DNS_ROUND_ROBIN":
      yield* lookedUpHosts(spec);
      yield* lookedUpEndpoints(spec);
      yield* sharedAddress(spec);
      break;
    case "DYNAMIC_DNS":
      yield* dynamicDns(resource, spec);
      break;
  }
}

/** The schema has judged the numbers, and that names differ. */
function* servicePort(port: ServicePort, path: JsonPath, needsAddress: boolean): Iterable<Problem> {
  yield* labelName(port.name, [...path, "name"]);
  yield* protocol(port.protocol, [...path, "protocol"], { emptyIsDetected: true });
  if (needsAddress && ["", "TCP"].includes(port.protocol ?? ""))
    yield problem(
      serviceEntryFindings.noAddress,
      path,
      `${showPath(path)} takes TCP, and there is no address to tell the service's connections from others by`,
      "add addresses, or write the protocol if it is HTTP or TLS",
    );
}

function selectsUnresolved(): Problem {
  const path = ["spec", "workloadSelector"];
  return problem(
    serviceEntryFindings.selectsUnresolved,
    path,
    `${showPath(path)} has no use: with resolution ${showText("NONE")}, the default, no endpoints are looked for`,
    "set the resolution to STATIC or DNS, or remove workloadSelector",
  );
}

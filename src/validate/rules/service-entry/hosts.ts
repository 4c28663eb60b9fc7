import { serviceEntryFindings } from "../../../findings/rules/service-entry.js";
import type { JsonPath } from "../../../model/index.js";
import type { Problem } from "../../problem.js";
import { showPath, showText } from "../../show.js";
import { entriesOf, problem } from "../rule.js";
import { dnsNameFault } from "../shared/dns.js";
import { wildcardDomain } from "../shared/hosts.js";
import { isHttp, isTcp, isTls, parseProtocol } from "../shared/protocols.js";
import type { ServiceEntry } from "./spec.js";

const path: JsonPath = ["spec", "hosts"];

export function* serviceHosts({ hosts }: ServiceEntry): Iterable<Problem> {
  for (const [host, at] of entriesOf(hosts, path)) yield* wildcardDomain(host, at);
}

/** Wildcards for a part of a label, which only a lookup for each request gives a meaning. */
export function* partialWildcards({ hosts, resolution }: ServiceEntry): Iterable<Problem> {
  if (resolution === "DYNAMIC_DNS") return;
  for (const [host, at] of entriesOf(hosts, path))
    if (host.startsWith("*") && !host.startsWith("*.")) yield partialWildcard(host, at);
}

/** With DNS and without endpoints the hosts are what is looked up. The first that cannot be is enough. */
export function* lookedUpHosts({ hosts, endpoints = [] }: ServiceEntry): Iterable<Problem> {
  if (endpoints.length > 0) return;
  for (const [host, at] of entriesOf(hosts, path)) {
    const fault = dnsNameFault(host);
    if (fault === undefined) continue;
    return yield problem(
      serviceEntryFindings.unresolvableHost,
      at,
      `the host ${showText(host)} at ${showPath(at)} ${host.startsWith("*") ? "has a wildcard" : fault}, and there are no endpoints to look up instead`,
      "add endpoints, write a full host name, or choose resolution NONE or DYNAMIC_DNS",
    );
  }
}

/** Only a protocol with a host in it tells several hosts of one port apart. */
export function* severalHosts({ hosts, ports, resolution = "NONE" }: ServiceEntry): Iterable<Problem> {
  if (hosts.length < 2 || resolution === "NONE") return;
  for (const [{ protocol = "" }, at] of entriesOf(ports, ["spec", "ports"])) {
    const parsed = parseProtocol(protocol);
    if (isHttp(parsed) || isTls(parsed)) continue;
    const place = [...at, "protocol"];
    const found = protocol === "" ? "is missing" : `is ${showText(protocol)}`;
    return yield problem(
      serviceEntryFindings.severalHosts,
      place,
      `${showPath(place)} ${found}, and nothing tells the ${hosts.length} hosts apart on that port`,
      "write an HTTP or TLS protocol, or give each host a ServiceEntry of its own",
    );
  }
}

/** Hosts that share addresses: their connections look the same on a port that only passes bytes on. */
export function* sharedAddress({ hosts, addresses = [], ports }: ServiceEntry): Iterable<Problem> {
  if (hosts.length < 2 || addresses.length === 0) return;
  if (!(ports ?? []).some(({ protocol = "" }) => isTcp(parseProtocol(protocol)))) return;
  const at = ["spec", "addresses"];
  yield problem(
    serviceEntryFindings.sharedAddress,
    at,
    `${showPath(at)} belongs to ${hosts.length} hosts, which cannot be told apart on a TCP port`,
    "give each host a ServiceEntry with its own addresses",
  );
}

function partialWildcard(host: string, at: JsonPath): Problem {
  return problem(
    serviceEntryFindings.partialWildcard,
    at,
    `the wildcard of ${showText(host)} at ${showPath(at)} stands for a part of a label, which proxies do not match`,
    "write *. and the rest of the name",
  );
}

import { virtualServiceFindings as rows } from "../../../findings/rules/virtual-service.js";
import type { JsonPath } from "../../../model/index.js";
import type { Problem } from "../../problem.js";
import { showPath, showText } from "../../show.js";
import { entriesOf, problem } from "../rule.js";
import { isIpAddress } from "../shared/addresses.js";
import { wildcardNameFault } from "../shared/dns.js";
import { wildcardDomain } from "../shared/hosts.js";
import { findCovering, type HostIndex, indexHosts } from "./host-index.js";
import { generatedSni, isGenerated } from "./hosts.js";
import type { VirtualServiceSpec } from "./spec.js";

/** What SNI hosts depend on. */
export interface SniScope {
  readonly hosts: readonly string[];
  readonly index: HostIndex;
  /** Whether names that Istio generates are taken; here, unlike for hosts, they are also without any gateways. */
  readonly takesGenerated: boolean;
}

export function sniScopeOf({ hosts = [], gateways = [] }: VirtualServiceSpec): SniScope {
  return { hosts, index: indexHosts(hosts), takesGenerated: !gateways.includes("mesh") };
}

/** The server names that a TLS route is for. */
export function* sniHosts(names: readonly string[], path: JsonPath, scope: SniScope): Iterable<Problem> {
  if (names.length === 0)
    yield problem(rows.incomplete, path, `${showPath(path)} is empty, so the match matches nothing`, "add an SNI host");
  for (const [name, at] of entriesOf(names, path)) yield* sniHost(name, at, scope);
}

function* sniHost(name: string, path: JsonPath, { hosts, index, takesGenerated }: SniScope): Iterable<Problem> {
  const generated = takesGenerated && isGenerated(name);
  if (!generated && wildcardNameFault(name) !== undefined) {
    yield* isIpAddress(name) ? [addressAsSni(name, path)] : wildcardDomain(name, path);
    return;
  }
  let isGood = true;
  for (const found of generated ? generatedSni(name, path) : []) {
    isGood = false;
    yield found;
  }
  if (isGood && findCovering(index, name) === undefined) yield uncovered(name, path, hosts);
}

function addressAsSni(name: string, path: JsonPath): Problem {
  const message = `${showPath(path)} is the IP address ${name}, and clients send none as SNI (RFC 6066)`;
  return problem(rows.questionable, path, message, "use a DNS name, or a TCP route");
}

/** Most hosts that a message lists; a list of thousands may have thousands of messages. */
const maxListed = 4;

function uncovered(name: string, path: JsonPath, hosts: readonly string[]): Problem {
  const listed = hosts.slice(0, maxListed).map(showText).join(", ");
  const known = hosts.length === 0 ? "there are none" : `${listed}${hosts.length > maxListed ? ", …" : ""}`;
  const message = `the SNI host ${showText(name)} at ${showPath(path)} is covered by no host of the VirtualService: ${known}`;
  return problem(rows.sniHost, path, message, "add it to spec.hosts, or remove it here");
}

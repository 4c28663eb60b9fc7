import { sharedFindings } from "../../../findings/rules/shared.js";
import { virtualServiceFindings as rows } from "../../../findings/rules/virtual-service.js";
import type { JsonPath } from "../../../model/index.js";
import { noProblems, type Problem } from "../../problem.js";
import { showPath, showText } from "../../show.js";
import { entriesOf, problem } from "../rule.js";
import { isIpAddress } from "../shared/addresses.js";
import { wildcardDomain } from "../shared/hosts.js";
import { findCovering, indexHosts } from "./host-index.js";
import type { Scope } from "./scope.js";
import type { VirtualServiceSpec } from "./spec.js";

/** The hosts one by one, and where each is good also together. */
export function* hosts(spec: VirtualServiceSpec, path: JsonPath, { mesh }: Scope): Iterable<Problem> {
  let allGood = true;
  const takesSni = !mesh && hasSniHosts(spec);
  for (const [host, at] of entriesOf(spec.hosts, path)) {
    for (const found of mesh && host === "*" ? [wholeMesh(at)] : hostName(host, at, takesSni)) {
      allGood = false;
      yield found;
    }
  }
  if (allGood) yield* overlaps(spec.hosts ?? [], path);
}

/** A host with at most a wildcard in its first label, or an IP address; where it is an SNI host also Istio's own form. */
function hostName(host: string, path: JsonPath, takesSni: boolean): Iterable<Problem> {
  if (takesSni && isGenerated(host)) return generatedSni(host, path);
  return isIpAddress(host) ? noProblems : wildcardDomain(host, path);
}

/** Whether any TLS route looks at SNI hosts. */
function hasSniHosts({ tls = [] }: VirtualServiceSpec): boolean {
  return tls.some(({ match }) => match.some(({ sniHosts }) => sniHosts.length > 0));
}

/** Names that Istio makes for the clusters of a mesh, which travel as SNI between its networks. */
export function isGenerated(host: string): boolean {
  return host.startsWith("outbound_");
}

/** Such a name is `outbound_.PORT_.SUBSET_.HOST`; Istio asks only for a digit in the port and a letter in the host. */
export function* generatedSni(name: string, path: JsonPath): Iterable<Problem> {
  const [, port = "", , host = ""] = name.split("_");
  if (Buffer.byteLength(name) <= 255 && /\d/.test(port) && /[A-Za-z]/.test(host)) return;
  const message = `the host ${showText(name)} at ${showPath(path)} starts like a name of Istio's own but does not go on like one`;
  yield problem(sharedFindings.host, path, message, "write outbound_.PORT_.SUBSET_.HOST, or another host");
}

function wholeMesh(path: JsonPath): Problem {
  const message = `${showPath(path)} is *, all hosts, in a VirtualService that applies to the sidecars of the mesh`;
  return problem(rows.hosts, path, message, "name the hosts, or bind it to gateways other than mesh");
}

function* overlaps(list: readonly string[], path: JsonPath): Iterable<Problem> {
  if (list.length < 2) return;
  const index = indexHosts(list);
  for (const [place, host] of list.entries()) {
    const other = findCovering(index, host, place);
    if (other === undefined) continue;
    const message = `${showText(host)} at ${showPath([...path, place])} is covered by ${showText(list[other] ?? "")} at ${showPath([...path, other])}`;
    yield problem(rows.hosts, [...path, place], message, "remove one of the two");
  }
}

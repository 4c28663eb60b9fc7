import { sharedFindings } from "../../../findings/rules/shared.js";
import type { JsonPath } from "../../../model/index.js";
import type { Problem } from "../../problem.js";
import { showPath, showText } from "../../show.js";
import { problem } from "../rule.js";
import { isIpAddress } from "./addresses.js";
import { dnsNameFault, isDnsLabel, wildcardNameFault } from "./dns.js";

/** A full DNS name without wildcard. */
export function* dnsName(host: string, path: JsonPath): Iterable<Problem> {
  const fault = dnsNameFault(host);
  if (fault !== undefined) yield hostProblem(host, path, fault, "write a DNS name, as in api.example.com");
}

/** A full DNS name or an IP address. */
export function* dnsNameOrAddress(host: string, path: JsonPath): Iterable<Problem> {
  const fault = dnsNameFault(host);
  if (fault === undefined || isIpAddress(host)) return;
  yield hostProblem(host, path, fault, "write a DNS name or an IP address");
}

/** A DNS name whose first label may be open: `api.example.com`, `*.example.com`, `*-v1.example.com`, `*`. */
export function* wildcardDomain(host: string, path: JsonPath): Iterable<Problem> {
  const fault = wildcardNameFault(host);
  if (fault !== undefined)
    yield hostProblem(host, path, fault, "write a DNS name, with * in place of the first label at most");
}

/**
 * A host with the namespace it is looked for in: `namespace/host`. A Gateway's may be without namespace and an IP
 * address; a Sidecar's namespace may be excluded with a ~ before it.
 */
export function* scopedHost(host: string, path: JsonPath, kind: "Gateway" | "Sidecar"): Iterable<Problem> {
  const slash = host.indexOf("/");
  const namespace = slash < 0 ? undefined : host.slice(0, slash);
  const fault =
    namespaceFault(namespace, kind) ?? scopedNameFault(slash < 0 ? host : host.slice(slash + 1), kind === "Gateway");
  if (fault === undefined) return;
  const form = kind === "Gateway" ? "host or namespace/host" : "namespace/host";
  yield hostProblem(host, path, fault, `write ${form}, as in ./*, */api.example.com or shop/*.example.com`);
}

function namespaceFault(namespace: string | undefined, kind: "Gateway" | "Sidecar"): string | undefined {
  if (namespace === undefined) return kind === "Gateway" ? undefined : "names no namespace";
  if (namespace === "") return "has an empty namespace before the slash";
  const bare = kind === "Sidecar" && namespace.startsWith("~") ? namespace.slice(1) : namespace;
  const excludesAll = kind === "Sidecar" && bare === "";
  if (excludesAll || bare === "*" || bare === "." || isDnsLabel(bare)) return undefined;
  return `has the namespace ${showText(namespace)}, which is neither a DNS label nor * nor .`;
}

function scopedNameFault(name: string, takesAddress: boolean): string | undefined {
  if (name === "*") return undefined;
  if (name === "") return "has no host after the slash";
  if (!name.includes(".")) return "is a short name: it has no dot, and nothing completes it here";
  const fault = wildcardNameFault(name);
  if (fault !== undefined) return takesAddress && isIpAddress(name) ? undefined : fault;
  if (name.startsWith("*") && !name.startsWith("*."))
    return "has a wildcard for part of a label, here it can stand for whole labels only";
  return undefined;
}

function hostProblem(host: string, path: JsonPath, fault: string, remedy: string): Problem {
  const shown = host === "" ? "" : ` ${showText(host)}`;
  return problem(sharedFindings.host, path, `the host${shown} at ${showPath(path)} ${fault}`, remedy);
}

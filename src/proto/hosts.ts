import { isJsonObject, type JsonObject, type JsonValue, type KindName } from "../model/index.js";
import { completeHost, isShortHost } from "../util/short-hosts.js";
import { EncodeError } from "./encode-error.js";

/** Stands for every element of a list. */
const each = "[]";

/** Where a kind names hosts that istiod completes with namespace and domain; it does so nowhere else. */
const hostPaths: Partial<Readonly<Record<KindName, readonly (readonly string[])[]>>> = {
  DestinationRule: [["host"]],
  VirtualService: [
    ["hosts", each],
    ["http", each, "route", each, "destination", "host"],
    ["http", each, "mirror", "host"],
    ["http", each, "mirrors", each, "destination", "host"],
    ["tcp", each, "route", each, "destination", "host"],
    ["tls", each, "route", each, "destination", "host"],
  ],
};

/**
 * Completes short host names to `name.namespace.svc.domain`. istiod does so itself for what it reads from Kubernetes or
 * files, but over xDS it has no domain, and a short name would match nothing. The spec comes back as it is where it has
 * none; else only what lies on the way to a changed name is copied. Throws EncodeError where a VirtualService that is
 * valid as written is not valid once its hosts are completed.
 */
export function expandShortHosts(
  kind: KindName,
  spec: JsonObject,
  namespace: string,
  domainSuffix: string,
): JsonObject {
  const expand = (host: string) => completeHost(host, namespace, domainSuffix);
  let expanded: JsonValue = spec;
  for (const path of hostPaths[kind] ?? []) expanded = rewrite(expanded, path, 0, expand);
  if (expanded === spec || !isJsonObject(expanded)) return spec;
  if (kind !== "VirtualService" || expanded.hosts === spec.hosts) return expanded;
  rejectShortSni(spec, expand);
  return { ...expanded, hosts: withoutTwins(expanded.hosts) };
}

/** A host that stood there short and in full is one host now; istiod takes no host twice. */
function withoutTwins(hosts: JsonValue | undefined): JsonValue {
  return Array.isArray(hosts) ? [...new Set<JsonValue>(hosts)] : [];
}

/** istiod asks that each SNI host be among the hosts, and completes those alone. */
function rejectShortSni(spec: JsonObject, expand: (host: string) => string): void {
  const hosts = new Set(listOf(spec.hosts));
  if (hosts.has("*")) return;
  listOf(spec.tls).forEach((route, routeIndex) => {
    listOf(isJsonObject(route) ? route.match : undefined).forEach((match, matchIndex) => {
      listOf(isJsonObject(match) ? match.sniHosts : undefined).forEach((sni, sniIndex) => {
        if (typeof sni !== "string" || !isShortHost(sni) || !hosts.has(sni)) return;
        throw new EncodeError(
          ["spec", "tls", routeIndex, "match", matchIndex, "sniHosts", sniIndex],
          `the SNI host "${sni}" is not among the hosts once those are completed, as in ${expand(sni)}, and istiod would drop this VirtualService`,
          "write the name that clients send in full, here and in hosts",
        );
      });
    });
  });
}

function listOf(value: JsonValue | undefined): readonly JsonValue[] {
  return Array.isArray(value) ? value : [];
}

function rewrite(
  value: JsonValue,
  path: readonly string[],
  depth: number,
  change: (text: string) => string,
): JsonValue {
  const step = path[depth];
  if (step === undefined) return typeof value === "string" ? change(value) : value;
  if (step === each) {
    if (!Array.isArray(value)) return value;
    const list: readonly JsonValue[] = value;
    const changed = list.map((element) => rewrite(element, path, depth + 1, change));
    return changed.some((element, index) => element !== list[index]) ? changed : value;
  }
  const child = isJsonObject(value) && Object.hasOwn(value, step) ? value[step] : undefined;
  if (!isJsonObject(value) || child === undefined) return value;
  const changed = rewrite(child, path, depth + 1, change);
  return changed === child ? value : { ...value, [step]: changed };
}

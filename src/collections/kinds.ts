import { type Kind, type KindName, type TypeUrl, typeUrl } from "../model/index.js";

const networking = "networking.istio.io";
const security = "security.istio.io";
const extensions = "extensions.istio.io";

/**
 * Every kind that istiod reads over MCP, in the order in which a stream is answered: what others refer to goes first,
 * so that a route never arrives before the subset or gateway it names.
 */
export const kinds: readonly Kind[] = [
  row("ServiceEntry", "serviceentries", networking, ["v1", "v1beta1", "v1alpha3"], "networking.v1alpha3"),
  row("WorkloadEntry", "workloadentries", networking, ["v1", "v1beta1", "v1alpha3"], "networking.v1alpha3"),
  row("WorkloadGroup", "workloadgroups", networking, ["v1", "v1beta1", "v1alpha3"], "networking.v1alpha3"),
  row("DestinationRule", "destinationrules", networking, ["v1", "v1beta1", "v1alpha3"], "networking.v1alpha3"),
  row("Gateway", "gateways", networking, ["v1", "v1beta1", "v1alpha3"], "networking.v1alpha3"),
  row("VirtualService", "virtualservices", networking, ["v1", "v1beta1", "v1alpha3"], "networking.v1alpha3"),
  row("AuthorizationPolicy", "authorizationpolicies", security, ["v1", "v1beta1"], "security.v1beta1"),
  row("EnvoyFilter", "envoyfilters", networking, ["v1alpha3"], "networking.v1alpha3"),
  row("PeerAuthentication", "peerauthentications", security, ["v1", "v1beta1"], "security.v1beta1"),
  row("ProxyConfig", "proxyconfigs", networking, ["v1beta1"], "networking.v1beta1"),
  row("RequestAuthentication", "requestauthentications", security, ["v1", "v1beta1"], "security.v1beta1"),
  row("Sidecar", "sidecars", networking, ["v1", "v1beta1", "v1alpha3"], "networking.v1alpha3"),
  row("Telemetry", "telemetries", "telemetry.istio.io", ["v1alpha1", "v1"], "telemetry.v1alpha1"),
  row("TrafficExtension", "trafficextensions", extensions, ["v1alpha1"], "extensions.v1alpha1"),
  row("WasmPlugin", "wasmplugins", extensions, ["v1alpha1"], "extensions.v1alpha1"),
];

/** The storage version comes first in the list of served versions. */
function row(kind: KindName, plural: string, group: string, versions: [string, ...string[]], pkg: string): Kind {
  return { kind, plural, group, versions, storageVersion: versions[0], message: `istio.${pkg}.${kind}` };
}

const byName: ReadonlyMap<string, Kind> = new Map(kinds.map((kind) => [kind.kind, kind]));
const byTypeUrl: ReadonlyMap<string, Kind> = new Map(
  kinds.flatMap((kind) => kind.versions.map((version) => [typeUrl(kind.group, version, kind.kind), kind] as const)),
);

/** The row of a kind. */
export function kindOf(name: KindName): Kind {
  const kind = byName.get(name);
  if (kind === undefined) throw new RangeError(`no such kind: ${name}`);
  return kind;
}

/** The kind of that name in that API group, whatever the version; undefined for everything that istiod does not read. */
export function findKind(group: string, name: string): Kind | undefined {
  const kind = byName.get(name);
  return kind?.group === group ? kind : undefined;
}

/** The kind that a client asks for; each served version of a kind names the same collection. */
export function kindOfTypeUrl(url: string): Kind | undefined {
  return byTypeUrl.get(url);
}

/** The type URL under which status and `gitxds snapshot` name a collection. */
export function storageTypeUrl(kind: Kind): TypeUrl {
  return typeUrl(kind.group, kind.storageVersion, kind.kind);
}

import type { JsonValue, Resource } from "../../../../src/model/index.js";
import type { Disagreement } from "./compare.js";

/** A way in which analysis differs from Istio's on purpose. */
export interface AnalysisDifference {
  readonly rule: string;
  readonly reason: string;
  readonly side: "ours" | "theirs";
  /** Documents that show it. */
  readonly example: string;
  readonly matches: (found: Disagreement) => boolean;
}

const head = (kind: string, where: string, group = "networking") => {
  const [namespace, name] = where.split("/");
  const version = kind === "EnvoyFilter" ? "v1alpha3" : "v1";
  return `---\napiVersion: ${group}.istio.io/${version}\nkind: ${kind}\nmetadata: {namespace: ${namespace}, name: ${name}}\n`;
};
const virtualService = (where: string, spec: string) => `${head("VirtualService", where)}spec: {${spec}}\n`;
const toSubset = (host: string) =>
  virtualService("shop/web", `hosts: [web], http: [{route: [{destination: {host: ${host}, subset: v1}}]}]`);
const subsets = (where: string, host: string) =>
  `${head("DestinationRule", where)}spec: {host: "${host}", subsets: [{name: v1}]}\n`;
const gateway = (hosts: string) =>
  `${head("Gateway", "shop/edge")}spec: {servers: [{hosts: [${hosts}], port: {number: 80, name: a, protocol: HTTP}}]}\n`;
const telemetry = (name: string, spec: string) => `${head("Telemetry", `shop/${name}`, "telemetry")}spec: ${spec}\n`;
const serviceEntry = (where: string, spec: string) => `${head("ServiceEntry", where)}spec: {${spec}}\n`;

/** The closed list. */
export const analysisDifferences: readonly AnalysisDifference[] = [
  {
    rule: "a Gateway that is not there is not asked for its hosts, too",
    reason: "IST0101 says what is wrong; that a missing Gateway serves nothing follows from it",
    side: "theirs",
    example: virtualService("shop/web", "hosts: [a.example.com], gateways: [edge], http: [{redirect: {uri: /}}]"),
    matches: ({ code, texts, resource, resources }) =>
      code === "IST0132" &&
      texts.every((text) => {
        const named = / not found in Gateway (\S+)\.$/.exec(text)?.[1] ?? "";
        const name = named.includes("/") ? named : `${resource?.namespace}/${named}`;
        return !resources.some((one) => one.kind === "Gateway" && `${one.namespace}/${one.name}` === name);
      }),
  },
  {
    rule: "a subset of a host outside the mesh may be defined in another namespace, and by a wildcard",
    reason:
      "istiod looks for the DestinationRule in the service's namespace and the root one as well, and lets wildcards cover hosts",
    side: "theirs",
    example: toSubset("api.example.com") + subsets("mesh/api", "*.example.com"),
    matches: ({ code, texts, resource, resources }) =>
      code === "IST0101" &&
      texts.every((text) => {
        const [, host = "", subset = ""] = /subset in destinationrule not found: "([^+]+)\+([^"]+)"/.exec(text) ?? [];
        return resources.some(
          (one) => one.kind === "DestinationRule" && covers(one, inFull(host, resource)) && definesSubset(one, subset),
        );
      }),
  },
  {
    rule: "short hosts are completed before they are compared with a Gateway's",
    reason: "istiod completes those of a VirtualService and not those of a Gateway",
    side: "theirs",
    example:
      virtualService("shop/web", "hosts: [web], gateways: [edge], http: [{redirect: {uri: /}}]") +
      gateway('"*.shop.svc.cluster.local"'),
    matches: ({ code, resource }) => code === "IST0132" && hostsOf(resource).some(isShort),
  },
  {
    rule: "a Gateway's short host is not a VirtualService's",
    reason: "istiod completes those of a VirtualService and not those of a Gateway",
    side: "ours",
    example:
      virtualService("shop/web", "hosts: [web], gateways: [edge], http: [{redirect: {uri: /}}]") + gateway("web"),
    matches: ({ code, resource }) => code === "IST0132" && hostsOf(resource).some(isShort),
  },
  {
    rule: "what is exported to nobody is beside nothing",
    reason: "~ in exportTo makes a resource visible in no namespace; Istio's analyzers take it for the name of one",
    side: "theirs",
    example:
      virtualService("shop/a", "hosts: [a.example.com], exportTo: ['~'], http: [{redirect: {uri: /}}]") +
      virtualService("shop/b", "hosts: [a.example.com], exportTo: ['~'], http: [{redirect: {uri: /}}]"),
    matches: ({ code, resources, resource }) =>
      (code === "IST0109" || code === "IST0177") &&
      resources.some((one) => one.kind === resource?.kind && textsIn(one, "exportTo").includes("~")),
  },
  {
    rule: "a VirtualService that names a host in short and in full conflicts with no other",
    reason: "the host is sent once",
    side: "theirs",
    example: virtualService("shop/a", "hosts: [web, web.shop.svc.cluster.local], http: [{redirect: {uri: /}}]"),
    matches: ({ code, resource }) => {
      const hosts = hostsOf(resource).map((host) => inFull(host, resource));
      return code === "IST0109" && new Set(hosts).size < hosts.length;
    },
  },
  {
    rule: "a Telemetry that is attached to something is not for the whole namespace",
    reason: "istiod applies it to its targets only; Istio's analyzer knows selectors alone",
    side: "theirs",
    example:
      telemetry("a", "{}") +
      telemetry("b", "{targetRefs: [{kind: Gateway, group: gateway.networking.k8s.io, name: edge}]}"),
    matches: ({ code, resources }) =>
      code === "IST0160" && resources.some((one) => specOf(one).targetRefs !== undefined),
  },
  {
    rule: "a Telemetry whose selector has no labels is for the whole namespace",
    reason: "istiod takes it for one without a selector",
    side: "ours",
    example: telemetry("a", "{}") + telemetry("b", "{selector: {}}"),
    matches: ({ code, resources }) =>
      code === "IST0160" && resources.some((one) => Object.keys(Object(specOf(one).selector ?? { a: 1 })).length === 0),
  },
  {
    rule: "an address that Kubernetes has allocated is not known",
    reason: "the status of a resource does not travel over MCP, so the proxies have no such address either",
    side: "ours",
    example: `${serviceEntry("shop/db", "hosts: [db.example.com], ports: [{number: 3306, name: a, protocol: TCP}]")}status: {addresses: [{value: 240.240.0.1}]}\n`,
    matches: ({ code, mesh, resource }) =>
      code === "IST0134" &&
      mesh.files.some(({ text }) =>
        text
          .split(/^---$/m)
          .some((one) => one.includes("240.") && one.includes(resource?.name ?? "?") && /^status:/m.test(one)),
      ),
  },
];

function specOf({ document }: Resource): Readonly<Record<string, JsonValue | undefined>> {
  return Object(document.spec ?? {}) as Record<string, JsonValue | undefined>;
}

function textsIn(resource: Resource | undefined, key: string): readonly string[] {
  const list = resource === undefined ? undefined : specOf(resource)[key];
  return Array.isArray(list) ? list.filter((entry) => typeof entry === "string") : [];
}

function hostsOf(resource: Resource | undefined): readonly string[] {
  return textsIn(resource, "hosts");
}

function isShort(host: string): boolean {
  return !/[.*:]/.test(host);
}

function inFull(host: string, resource: Resource | undefined): string {
  return isShort(host) ? `${host}.${resource?.namespace}.svc.cluster.local` : host;
}

function covers(rule: Resource, host: string): boolean {
  const ruled = inFull(String(specOf(rule).host ?? ""), rule);
  return ruled.startsWith("*") ? host.endsWith(ruled.slice(1)) : ruled === host;
}

function definesSubset(rule: Resource, subset: string): boolean {
  const { subsets } = specOf(rule);
  return Array.isArray(subsets) && subsets.some((one) => Object(one).name === subset);
}

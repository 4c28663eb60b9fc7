import assert from "node:assert/strict";
import { test } from "node:test";
import { oldestIstioVersion, parseIstioVersion } from "../../../../src/collections/istio-versions.js";
import type { Finding, IstioVersion, JsonObject, JsonValue, KindName, Resource } from "../../../../src/model/index.js";
import { loadValidator, type Validator } from "../../../../src/validate/index.js";
import { showPath } from "../../../../src/validate/show.js";
import type { Introduction } from "../../../../src/validate/since/introduction.js";
import { introductions } from "../../../../src/validate/since/introductions.js";
import { readFixtures } from "../../../support/fixtures.js";
import { resourceOf } from "../../../support/resource.js";

const validators = new Map<IstioVersion, Validator>();

async function judge(resource: Resource, istioVersion: IstioVersion): Promise<readonly Finding[]> {
  const known = validators.get(istioVersion) ?? (await loadValidator({ istioVersion, profile: "sidecar" }));
  validators.set(istioVersion, known);
  return known.validate(resource);
}

/** What the version does not know of the resource: code and path. */
async function newerThan(resource: ReturnType<typeof resourceOf>, version: IstioVersion): Promise<readonly string[]> {
  resource.located.length = 0;
  const findings = await judge(resource, version);
  return findings.flatMap(({ code }, index) =>
    /^GX22\d$/.test(code) ? [`${code} ${showPath(resource.located[index]?.path ?? [])}`] : [],
  );
}

function before(version: IstioVersion): IstioVersion {
  const previous = parseIstioVersion(`1.${Number(version.slice(2)) - 1}`);
  assert.ok(previous !== undefined);
  return previous;
}

function resourceFrom(kind: KindName, document: JsonObject): ReturnType<typeof resourceOf> {
  return resourceOf(kind, {}, { document: { metadata: { name: "example" }, ...document } });
}

/** The path of a finding in the form of the table, whatever the keys of its maps are. */
function isAt(found: string, path: string): boolean {
  const parts = path.split(/(\[\]|\{\})/).map((part) => {
    if (part === "[]") return "\\[\\d+\\]";
    if (part === "{}") return '(?:\\.[\\w-]+|\\["[^"]+"\\])';
    return part.replaceAll(".", "\\.");
  });
  return new RegExp(`^${parts.join("")}$`).test(found);
}

const codeOf = { field: "GX221", value: "GX222", absence: "GX223" } as const;

/** Documents with values, absences, and what the fixtures, which use every field once, do not use in each place. */
const examples: readonly (readonly [kind: KindName, spec: JsonObject])[] = [
  ["AuthorizationPolicy", { rules: [{ when: [{ key: "source.serviceAccount", values: ["shop/cart"] }] }] }],
  ["AuthorizationPolicy", { rules: [{ when: [{ key: "source.trustDomain", values: ["cluster.local"] }] }] }],
  ["AuthorizationPolicy", targets()],
  ["AuthorizationPolicy", targets("targetRef")],
  ["RequestAuthentication", targets()],
  ["RequestAuthentication", targets("targetRef")],
  [
    "RequestAuthentication",
    { jwtRules: [{ issuer: "me", outputClaimToHeaders: [{ header: "x_group", claim: "group" }] }] },
  ],
  ["RequestAuthentication", { jwtRules: [{ jwksUri: "https://example.com/keys" }] }],
  ["Telemetry", targets()],
  ["Telemetry", targets("targetRef")],
  ["WasmPlugin", { ...targets(), url: "oci://example.com/filter:1" }],
  ["WasmPlugin", { ...targets("targetRef"), url: "oci://example.com/filter:1" }],
  ["WasmPlugin", { url: "oci://example.com/filter:1", failStrategy: "FAIL_RELOAD" }],
  ["EnvoyFilter", { ...targets(), configPatches: [] }],
  [
    "EnvoyFilter",
    {
      configPatches: [
        {
          applyTo: "HTTP_FILTER",
          match: {
            context: "WAYPOINT",
            waypoint: { filter: { name: "envoy.filters.network.http_connection_manager" } },
          },
          patch: { operation: "INSERT_FIRST", value: { name: "x" } },
        },
        { applyTo: "CLUSTER", patch: { operation: "MERGE_AND_REPLACE_LIST", value: { connect_timeout: "1s" } } },
      ],
    },
  ],
  ...trafficPolicies({ tls: { mode: "SIMPLE", credentialName: "configmap://shop/ca" } }),
  ...trafficPolicies({ connectionPool: { http: { http2KeepAlive: { interval: "10s", timeout: "5s" } } } }),
  ...trafficPolicies({ loadBalancer: { simple: "ROUND_ROBIN", zoneAwareLbSetting: { enabled: true } } }),
  ...trafficPolicies({
    loadBalancer: { consistentHash: { httpCookie: { name: "id", ttl: "0s", attributes: [{ name: "SameSite" }] } } },
  }),
  ...trafficPolicies({ loadBalancer: { backendUtilization: {} } }),
  ...trafficPolicies({ outlierDetection: { outlierDetectionHttpErrorCodes: [503] } }),
  [
    "DestinationRule",
    {
      host: "a",
      subsets: [
        {
          name: "v1",
          labels: { version: "v1" },
          trafficPolicy: { retryBudget: { percent: 20, budgetInterval: "10s" } },
        },
      ],
    },
  ],
  ["Sidecar", { inboundConnectionPool: { http: { http2KeepAlive: { interval: "10s", timeout: "5s" } } } }],
  ...trafficPolicies({ loadBalancer: { simple: "ROUND_ROBIN", warmup: { duration: "10s", aggression: 0.5 } } }),
  ["VirtualService", { hosts: ["a"], http: [{ ...route(), corsPolicy: { allowMethods: ["*"] } }] }],
  [
    "ServiceEntry",
    { hosts: ["*.example.com"], resolution: "DYNAMIC_DNS", ports: [{ number: 80, name: "http", protocol: "HTTP" }] },
  ],
  ["Sidecar", { egress: [{ hosts: ["shop/*", "~shop/cart.shop.svc.cluster.local"] }] }],
];

function targets(field: "targetRef" | "targetRefs" = "targetRefs"): JsonObject {
  const target = { group: "gateway.networking.k8s.io", kind: "GatewayClass", name: "istio-waypoint" };
  return { [field]: field === "targetRef" ? target : [target] };
}

function route(): JsonObject {
  return { route: [{ destination: { host: "a" } }] };
}

/** The policy in each of the four places of a DestinationRule. */
function trafficPolicies(policy: JsonObject): readonly (readonly [KindName, JsonObject])[] {
  const onPort = { portLevelSettings: [{ port: { number: 80 }, ...policy }] };
  return [policy, onPort].flatMap((trafficPolicy): (readonly [KindName, JsonObject])[] => [
    ["DestinationRule", { host: "a", trafficPolicy }],
    ["DestinationRule", { host: "a", subsets: [{ name: "v1", labels: { version: "v1" }, trafficPolicy }] }],
  ]);
}

const documents: readonly ReturnType<typeof resourceOf>[] = [
  ...examples.map(([kind, spec]) => resourceOf(kind, spec)),
  ...[...new Set(introductions.map(({ kind }) => kind))].flatMap((kind) =>
    readFixtures("every-field", kind).map((document) => resourceFrom(kind, document)),
  ),
];

/** Fields that the API has, and Istio's webhook refuses whatever the version: no valid document can hold them. */
const neverTaken = [
  "Sidecar spec.ingress[].tls.caCertCredentialName",
  "Sidecar spec.ingress[].tls.credentialNames",
  "Sidecar spec.ingress[].tls.tlsCertificates",
  "WorkloadGroup spec.probe.grpc",
];

for (const entry of introductions) {
  const { kind, path, since, what } = entry;
  if (neverTaken.includes(`${kind} ${path}`)) continue;
  test(`${what.type} ${path} of ${kind} is refused for ${before(since)} and taken for ${since}`, async () => {
    const found = await firstWith(entry, before(since));
    assert.ok(found !== undefined, "a document has it");
    const atSince = await newerThan(found.resource, since);
    assert.ok(!atSince.includes(found.problem), `${found.problem} at ${since}`);
    const errors = (await judge(found.resource, "1.32")).filter(({ severity }) => severity === "error");
    assert.deepEqual(errors, [], "it is valid otherwise");
  });
}

async function firstWith(entry: Introduction, version: IstioVersion) {
  for (const resource of documents) {
    if (resource.kind !== entry.kind) continue;
    for (const problem of await newerThan(resource, version)) {
      const [code, ...path] = problem.split(" ");
      const at = entry.what.type === "absence" ? entry.path.replace(/\.[^.]+$/, "") : entry.path;
      if (code === codeOf[entry.what.type] && isAt(path.join(" "), at)) return { resource, problem };
    }
  }
  return undefined;
}

test("what no valid document can hold is in the table for the sake of its message", () => {
  const paths = introductions.map(({ kind, path }) => `${kind} ${path}`);
  for (const path of neverTaken) assert.ok(paths.includes(path), path);
});

test("a kind is refused for a version that does not have it, whatever stands in it", async () => {
  const resource = resourceOf("TrafficExtension", { lua: { inlineCode: "x" } });
  const [finding, ...others] = await judge(resource, "1.29");
  assert.deepEqual(others, []);
  assert.deepEqual(
    [finding?.code, finding?.message, finding?.remedy],
    [
      "GX220",
      "TrafficExtension needs Istio 1.30, and an istiod of 1.29 never asks for it",
      "leave the resource out, or pass --istio-version 1.30 once no istiod is older than that",
    ],
  );
  assert.deepEqual(await judge(resource, "1.30"), []);
});

const worded: readonly (readonly [KindName, JsonValue, IstioVersion, string])[] = [
  [
    "VirtualService",
    { hosts: ["a"], http: [{ ...route(), retries: { attempts: 2, backoff: "1s" } }] },
    "1.24",
    "spec.http[0].retries.backoff needs Istio 1.26, and an istiod of 1.24 makes nothing of it",
  ],
  [
    "WasmPlugin",
    { url: "oci://example.com/filter:1", failStrategy: "FAIL_RELOAD" },
    "1.26",
    'spec.failStrategy is the string "FAIL_RELOAD", which needs Istio 1.27, and an istiod of 1.26 does not know it',
  ],
  [
    "RequestAuthentication",
    { jwtRules: [{ jwksUri: "https://example.com/keys" }] },
    "1.26",
    "spec.jwtRules[0] has no issuer, which needs Istio 1.27: an istiod of 1.26 drops the resource",
  ],
];

for (const [kind, spec, version, message] of worded) {
  test(`the message names both versions: ${message}`, async () => {
    assert.deepEqual(
      (await judge(resourceOf(kind, spec), version)).map((finding) => finding.message),
      [message],
    );
  });
}

test("what every version since the oldest knows is taken for the oldest", async () => {
  const spec = { hosts: ["a"], http: [{ ...route(), retries: { attempts: 2 }, timeout: "5s" }] };
  assert.deepEqual(await judge(resourceOf("VirtualService", spec), oldestIstioVersion), []);
});

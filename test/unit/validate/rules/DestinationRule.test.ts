import assert from "node:assert/strict";
import { test } from "node:test";
import type { JsonObject } from "../../../../src/model/index.js";
import { ruleProblems } from "../../../support/rules.js";

const problemsOf = (spec: JsonObject) => ruleProblems("DestinationRule", { host: "web", ...spec });

type Table = readonly (readonly [name: string, value: JsonObject, problems: readonly string[]])[];

/** Judges each value inside a policy; the paths of the table start where `prefix` ends. */
function inPolicy(prefix: string, table: Table, policyOf: (value: JsonObject) => JsonObject): void {
  for (const [name, value, problems] of table) {
    test(`${prefix}: ${name}: ${problems.join(", ") || "good"}`, () => {
      const found = problemsOf({ trafficPolicy: policyOf(value) });
      const full = problems.map((problem) => problem.replace(" ", ` spec.trafficPolicy.${prefix}`).replace(/\.$/, ""));
      assert.deepEqual(found, full);
    });
  }
}

const rules: Table = [
  ["a short host", {}, []],
  ["a wildcard host", { host: "*.example.com" }, []],
  ["a bad host", { host: "a..b" }, ["GX500 spec.host"]],
  ["an empty host", { host: "" }, ["GX500 spec.host"]],
  ["exportTo of a namespace twice", { exportTo: [".", "shop"] }, ["GX502 spec.exportTo[1]"]],
  ["a selector with its own namespace", { workloadSelector: { matchLabels: { a: "b" } }, exportTo: ["."] }, []],
  [
    "a selector with all namespaces",
    { workloadSelector: { matchLabels: { a: "b" } }, exportTo: ["*"] },
    ["GX502 spec.exportTo"],
  ],
  ["a selector without labels", { workloadSelector: {} }, ["GX504 spec.workloadSelector"]],
  ["two subsets", { subsets: [{ name: "v1", labels: { version: "v1" } }, { name: "v2" }] }, []],
  ["two subsets of one name", { subsets: [{ name: "v1" }, { name: "v1" }] }, ["GX540 spec.subsets[1].name"]],
  ["a subset without name", { subsets: [{ name: "" }] }, ["GX515 spec.subsets[0].name"]],
  ["a subset with a bad name", { subsets: [{ name: "v1.2" }] }, ["GX515 spec.subsets[0].name"]],
  [
    "a subset with a bad label",
    { subsets: [{ name: "v1", labels: { a: "b c" } }] },
    ["GX501 spec.subsets[0].labels.a"],
  ],
  [
    "a subset with an empty policy",
    { subsets: [{ name: "v1", trafficPolicy: {} }] },
    ["GX532 spec.subsets[0].trafficPolicy"],
  ],
  [
    "a subset's policy is judged, but not warned of",
    {
      subsets: [{ name: "v1", trafficPolicy: { outlierDetection: { consecutiveErrors: 3, maxEjectionPercent: 101 } } }],
    },
    ["GX512 spec.subsets[0].trafficPolicy.outlierDetection.maxEjectionPercent"],
  ],
];
for (const [name, spec, problems] of rules)
  test(`${name}: ${problems.join(", ") || "good"}`, () => assert.deepEqual(problemsOf(spec), problems));

const settings: JsonObject = { connectionPool: { http: {} } };
const tunnel: JsonObject = { targetHost: "far.example.com", targetPort: 443 };
inPolicy(
  "",
  [
    ["a policy without settings", {}, ["GX532 "]],
    ["a policy of no port", { portLevelSettings: [] }, ["GX532 "]],
    ["a policy with a retry budget alone", { retryBudget: {} }, []],
    ["a bad budget interval", { retryBudget: { budgetInterval: "x" } }, ["GX508 retryBudget.budgetInterval"]],
    ["a port's policy", { portLevelSettings: [{ port: { number: 80 }, ...settings }] }, []],
    ["a port's policy without port", { portLevelSettings: [settings] }, ["GX532 portLevelSettings[0].port"]],
    ["a port's policy that sets nothing", { portLevelSettings: [{ port: {} }] }, ["GX532 portLevelSettings[0]"]],
    [
      "a port's policy is judged, but not warned of",
      {
        portLevelSettings: [{ port: { number: 80 }, connectionPool: {}, outlierDetection: { consecutiveErrors: 1 } }],
      },
      ["GX533 portLevelSettings[0].connectionPool"],
    ],
    ["a tunnel", { tunnel }, []],
    ["a tunnel to an address", { tunnel: { ...tunnel, targetHost: "::1", protocol: "POST" } }, []],
    ["a tunnel with PROXY protocol", { tunnel, proxyProtocol: { version: "V1" } }, ["GX532 "]],
    ["a tunnel by GET", { tunnel: { ...tunnel, protocol: "GET" } }, ["GX541 tunnel.protocol"]],
    ["a tunnel to any host", { tunnel: { ...tunnel, targetHost: "*.a.com" } }, ["GX500 tunnel.targetHost"]],
    ["a tunnel to port 0", { tunnel: { ...tunnel, targetPort: 0 } }, ["GX506 tunnel.targetPort"]],
  ],
  (policy) => policy,
);

inPolicy(
  "outlierDetection.",
  [
    ["outlier detection by default", {}, []],
    ["half a millisecond more", { interval: "1.5ms" }, ["GX508 interval"]],
    ["an ejection time in microseconds", { baseEjectionTime: "1s1us" }, ["GX508 baseEjectionTime"]],
    [
      "percentages out of range",
      { maxEjectionPercent: 101, minHealthPercent: -1 },
      ["GX512 maxEjectionPercent", "GX512 minHealthPercent"],
    ],
    ["consecutiveErrors", { consecutiveErrors: 5 }, ["GX535 consecutiveErrors"]],
    ["no consecutiveErrors", { consecutiveErrors: 0 }, []],
    [
      "local failures that are not split",
      { consecutiveLocalOriginFailures: 5 },
      ["GX534 consecutiveLocalOriginFailures"],
    ],
    ["local failures left open", { consecutiveLocalOriginFailures: null }, []],
    ["local failures that are split", { consecutiveLocalOriginFailures: 5, splitExternalLocalOriginErrors: true }, []],
  ],
  (outlierDetection) => ({ outlierDetection }),
);

inPolicy(
  "connectionPool.",
  [
    ["a pool without settings", {}, ["GX533 "]],
    [
      "negative HTTP limits",
      {
        http: {
          http1MaxPendingRequests: -1,
          http2MaxRequests: -1,
          maxRequestsPerConnection: -1,
          maxRetries: -1,
          maxConcurrentStreams: -1,
        },
      },
      [
        "GX533 http.http1MaxPendingRequests",
        "GX533 http.http2MaxRequests",
        "GX533 http.maxRequestsPerConnection",
        "GX533 http.maxRetries",
        "GX533 http.maxConcurrentStreams",
      ],
    ],
    ["a negative TCP limit", { tcp: { maxConnections: -1 } }, ["GX533 tcp.maxConnections"]],
    ["limits of 0", { tcp: { maxConnections: 0 }, http: { maxRetries: 0 } }, []],
    [
      "upgrading what keeps its protocol",
      { http: { h2UpgradePolicy: "UPGRADE", useClientProtocol: true } },
      ["GX533 http.useClientProtocol"],
    ],
    [
      "an HTTP/2 keepalive without times",
      { http: { http2KeepAlive: {} } },
      ["GX533 http.http2KeepAlive.interval", "GX533 http.http2KeepAlive.timeout"],
    ],
    ["an HTTP/2 keepalive", { http: { http2KeepAlive: { interval: "30s", timeout: "10s" } } }, []],
    [
      "durations below milliseconds",
      {
        http: { idleTimeout: "1.5ms", http2KeepAlive: { interval: "1.5ms", timeout: "1.5ms" } },
        tcp: {
          connectTimeout: "1.5ms",
          maxConnectionDuration: "1.5ms",
          idleTimeout: "1.5ms",
          tcpKeepalive: { time: "1.5ms", interval: "1.5ms" },
        },
      },
      [
        "GX508 http.idleTimeout",
        "GX508 http.http2KeepAlive.interval",
        "GX508 http.http2KeepAlive.timeout",
        "GX508 tcp.connectTimeout",
        "GX508 tcp.maxConnectionDuration",
        "GX508 tcp.idleTimeout",
        "GX508 tcp.tcpKeepalive.time",
        "GX508 tcp.tcpKeepalive.interval",
      ],
    ],
    ["no idle timeout of TCP", { tcp: { idleTimeout: "0s" } }, []],
    ["an idle timeout that is cut to none", { tcp: { idleTimeout: "-0.5ms" } }, []],
    ["a negative idle timeout of TCP", { tcp: { idleTimeout: "-1s" } }, ["GX508 tcp.idleTimeout"]],
    ["an idle timeout that is no duration", { tcp: { idleTimeout: "1d" } }, ["GX508 tcp.idleTimeout"]],
  ],
  (connectionPool) => ({ connectionPool }),
);

const hash = (settingsOfHash: JsonObject): JsonObject => ({ consistentHash: { useSourceIp: true, ...settingsOfHash } });
const cookie = (settingsOfCookie: JsonObject): JsonObject => ({
  consistentHash: { httpCookie: { name: "user", ...settingsOfCookie } },
});
inPolicy(
  "loadBalancer.",
  [
    ["a cookie", cookie({ ttl: "0s", attributes: [{ name: "A" }, { name: "B" }] }), []],
    ["a cookie without name", cookie({ name: "" }), ["GX536 consistentHash.httpCookie.name"]],
    ["a cookie with a bad lifetime", cookie({ ttl: "x" }), ["GX508 consistentHash.httpCookie.ttl"]],
    [
      "cookie attributes of one name and of none",
      cookie({ attributes: [{ name: "A" }, { name: "A" }, { name: "" }] }),
      ["GX536 consistentHash.httpCookie.attributes[1].name", "GX536 consistentHash.httpCookie.attributes[2].name"],
    ],
    ["a ring size", hash({ ringHash: { minimumRingSize: 2 } }), []],
    ["a ring size in its old place", hash({ minimumRingSize: 2 }), ["GX535 consistentHash.minimumRingSize"]],
    ["a ring size of 0 in its old place", hash({ minimumRingSize: 0, ringHash: {} }), []],
    [
      "a ring size in both places",
      hash({ minimumRingSize: 2, ringHash: {} }),
      ["GX536 consistentHash.minimumRingSize"],
    ],
    ["a Maglev table of a prime size", hash({ maglev: { tableSize: 65_537 } }), []],
    ["a Maglev table of one", hash({ maglev: { tableSize: 1 } }), []],
    ["the largest Maglev table", hash({ maglev: { tableSize: 4_999_999 } }), []],
    ...[{}, { tableSize: 0 }, { tableSize: 4 }, { tableSize: 9 }, { tableSize: 5_000_011 }].map(
      (maglev) =>
        [
          `the Maglev table ${JSON.stringify(maglev)}`,
          hash({ maglev }),
          ["GX536 consistentHash.maglev.tableSize"],
        ] as const,
    ),
    ["a warm-up", { warmup: { duration: "30s", aggression: 0.5 } }, []],
    ["a warm-up by default", { warmup: { duration: "30s", aggression: null } }, []],
    ["a warm-up that does not grow", { warmup: { duration: "30s", aggression: 0 } }, ["GX536 warmup.aggression"]],
    ["a warm-up in microseconds", { warmup: { duration: "1.5ms" } }, ["GX508 warmup.duration"]],
    [
      "periods that are none",
      { backendUtilization: { weightStabilizationPeriod: "x", weightExpirationPeriod: "0s", weightUpdatePeriod: "" } },
      ["GX508 backendUtilization.weightStabilizationPeriod", "GX508 backendUtilization.weightUpdatePeriod"],
    ],
    ["both ways of localities", { localityLbSetting: {}, zoneAwareLbSetting: {} }, ["GX536 "]],
  ],
  (loadBalancer) => ({ loadBalancer }),
);

const region = "topology.kubernetes.io/region";
const failover = [{ from: "eu", to: "us" }];
const distribute = [{ from: "eu", to: { eu: 80, us: 20 } }];
const failovers: Table = [
  ["failover", { failover }, []],
  ["failover to itself", { failover: [{ from: "eu", to: "eu" }] }, ["GX537 failover[0]"]],
  ["failover from nowhere", { failover: [{}] }, ["GX537 failover[0]"]],
  ["failover of a zone", { failover: [{ from: "eu/1", to: "us" }] }, ["GX537 failover[0].from"]],
  ["failover to anywhere", { failover: [{ from: "eu", to: "*" }] }, ["GX537 failover[0].to"]],
  ["priorities of other labels", { failover, failoverPriority: ["rack", `${region}=eu`] }, []],
  ["priorities of regions beside failover", { failover, failoverPriority: [region] }, ["GX537 failoverPriority[0]"]],
];
for (const field of ["localityLbSetting", "zoneAwareLbSetting"])
  inPolicy(`loadBalancer.${field}.`, failovers, (value) => ({
    outlierDetection: {},
    loadBalancer: { [field]: value },
  }));
inPolicy(
  "loadBalancer.zoneAwareLbSetting.",
  [["priorities of zones", { failoverPriority: ["topology.kubernetes.io/zone"] }, ["GX537 failoverPriority[0]"]]],
  (zoneAwareLbSetting) => ({ outlierDetection: {}, loadBalancer: { zoneAwareLbSetting } }),
);
inPolicy(
  "loadBalancer.localityLbSetting.",
  [
    ["failover that nothing triggers", { failover }, ["GX538 failover"]],
    ["priorities that nothing triggers", { failoverPriority: [region] }, ["GX538 failoverPriority"]],
    ["distribution", { distribute }, []],
    ["distribution and failover", { distribute, failover }, ["GX537 ", "GX538 failover"]],
    ["weights that are too few", { distribute: [{ from: "eu", to: { eu: 80 } }] }, ["GX537 distribute[0].to"]],
    ["no weights", { distribute: [{ from: "eu" }] }, ["GX537 distribute[0].to"]],
    ["a weight of 0", { distribute: [{ from: "eu", to: { eu: 100, us: 0 } }] }, ["GX537 distribute[0].to.us"]],
    ["a weight above 100", { distribute: [{ from: "eu", to: { eu: 101 } }] }, ["GX537 distribute[0].to.eu"]],
    [
      "weights of places that overlap",
      { distribute: [{ from: "eu", to: { "eu/1": 50, "eu/*": 50 } }] },
      ['GX537 distribute[0].to["eu/1"]'],
    ],
    [
      "sources that overlap",
      { distribute: [...distribute, { from: "eu/1/a", to: { eu: 100 } }] },
      ["GX537 distribute[1].from"],
    ],
    ["a source without name", { distribute: [{ to: { eu: 100 } }] }, ["GX537 distribute[0].from"]],
  ],
  (localityLbSetting) => ({ loadBalancer: { localityLbSetting } }),
);

const mutual: JsonObject = { mode: "MUTUAL", clientCertificate: "/a", privateKey: "/b" };
inPolicy(
  "tls.",
  [
    ["TLS by default", {}, []],
    ["mutual TLS", { ...mutual, caCertificates: "/c" }, []],
    ["mutual TLS by a credential", { mode: "MUTUAL", credentialName: "a" }, []],
    ["mutual TLS without files", { mode: "MUTUAL" }, ["GX539 clientCertificate", "GX539 privateKey"]],
    [
      "files beside a credential",
      { ...mutual, caCertificates: "/c", caCrl: "/d", credentialName: "a" },
      ["GX539 clientCertificate", "GX539 privateKey", "GX539 caCertificates", "GX539 caCrl"],
    ],
    ["files beside a credential without use", { mode: "ISTIO_MUTUAL", caCertificates: "/c", credentialName: "a" }, []],
    ["no verification", { mode: "SIMPLE", insecureSkipVerify: true, subjectAltNames: [] }, []],
    ...["caCertificates", "credentialName"].map(
      (field) =>
        [
          `no verification by ${field}`,
          { mode: "SIMPLE", insecureSkipVerify: true, [field]: "a" },
          ["GX539 insecureSkipVerify"],
        ] as const,
    ),
    [
      "no verification of names",
      { ...mutual, insecureSkipVerify: true, subjectAltNames: ["a"] },
      ["GX539 insecureSkipVerify"],
    ],
    [
      "no verification with a client's credential",
      { mode: "MUTUAL", insecureSkipVerify: true, credentialName: "a" },
      [],
    ],
    ["a ConfigMap", { mode: "SIMPLE", credentialName: "configmap://shop/ca" }, []],
    ...["configmap://ca", "configmap:///ca", "configmap://shop/", "configmap://other/ca"].map(
      (credentialName) =>
        [`the credential ${credentialName}`, { mode: "DISABLE", credentialName }, ["GX539 credentialName"]] as const,
    ),
  ],
  (tls) => ({ tls }),
);

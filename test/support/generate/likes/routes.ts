import type { JsonObject } from "../../../../src/model/index.js";
import type { Like } from "./like.js";

/** What narrows a match down, each with a wider match of its kind. */
const narrowing: readonly (readonly [wide: JsonObject, narrow: JsonObject])[] = [
  [{}, { method: { exact: "GET" } }],
  [{ method: { prefix: "G" } }, { method: { exact: "GET" } }],
  [{ authority: { prefix: "a" } }, { authority: { exact: "ab" } }],
  [{ headers: { x: { prefix: "a" } } }, { headers: { x: { exact: "ab" } } }],
  [{ headers: { x: { exact: "b" } } }, { headers: { y: { exact: "ab" } } }],
  [{ headers: { x: { exact: "b" } } }, { headers: { x: { exact: "ab" } } }],
  [{ queryParams: { x: { prefix: "a" } } }, { queryParams: { x: { exact: "ab" } } }],
  [{ queryParams: { x: { exact: "b" } } }, { queryParams: { x: { exact: "ab" } } }],
  [{ queryParams: { x: { exact: "b" } } }, { queryParams: { y: { exact: "ab" } } }],
  [{ withoutHeaders: { x: { prefix: "a" } } }, { withoutHeaders: { x: { exact: "ab" } } }],
  [{ withoutHeaders: { x: { exact: "b" } } }, { withoutHeaders: { y: { exact: "ab" } } }],
  [{ port: 80 }, { port: 443 }],
  [{ port: 80 }, {}],
];

/** Two routes of which the second may not be reached. */
const covered: readonly JsonObject[] = narrowing.flatMap(([wide, narrow]) => {
  const route = [{ destination: { host: "a" } }];
  const [first, second] = [
    { uri: { prefix: "/a" }, ...wide },
    { uri: { prefix: "/ab" }, ...narrow },
  ];
  return [
    {
      hosts: ["a"],
      http: [
        { match: [first], route },
        { match: [second], route },
      ],
    },
    {
      hosts: ["a"],
      http: [
        { match: [second, first], route },
        { match: [narrow], route },
      ],
    },
  ];
});

/** Of routes and destinations. */
export const routeLikes: readonly Like[] = [
  [
    /^DestinationRule$/,
    /tls$/,
    [
      { mode: "ISTIO_MUTUAL" },
      { mode: "SIMPLE", caCertificates: "/ca.crt", sni: "a.com" },
      { mode: "MUTUAL", clientCertificate: "/a.crt", privateKey: "/a.key" },
      { mode: "MUTUAL", credentialName: "cert" },
    ],
  ],
  [
    /^DestinationRule$/,
    /localityLbSetting$/,
    [
      {
        distribute: [
          { from: "us-west/zone1/*", to: { "us-west/zone1/*": 100 } },
          { from: "us-west/zone1/a", to: { "us-west/zone2/a": 100 } },
        ],
      },
      {
        distribute: [
          { from: "us-west/a/b", to: { "us-west/a/*": 60, "us-west/b": 40 } },
          { from: "us-west/a/c", to: { "*": 100 } },
          { from: "us-west/a/b", to: { "eu/*": 100 } },
        ],
      },
      {
        distribute: [
          { from: "*", to: { "us-west": 100 } },
          { from: "eu", to: { "us-west/a/b": 50, "us-west/a": 50 } },
        ],
      },
      { distribute: [{ from: "us-west/*", to: { "us-west/zone1/*": 80, "us-west/zone2/*": 20 } }] },
      { failover: [{ from: "us-west", to: "us-east" }] },
      { failoverPriority: ["topology.istio.io/network", "topology.kubernetes.io/region"] },
    ],
  ],
  [
    /^VirtualService$/,
    /^$/,
    [
      ...covered,
      { hosts: ["reviews"] },
      { hosts: ["api.example.com"], gateways: ["ingress"] },
      { hosts: ["*.example.com"], gateways: ["istio-system/ingress", "mesh"] },
      { hosts: ["a.com", "*.b.com"], exportTo: ["."] },
      {
        hosts: ["*.example.com"],
        tls: [{ match: [{ sniHosts: ["a.example.com"], port: 443 }], route: [{ destination: { host: "a" } }] }],
      },
    ],
  ],
  [
    /^VirtualService$/,
    /http$/,
    [
      { match: [{ uri: { exact: "/a" } }], redirect: { prefixRewrite: "/b" } },
      { rewrite: { authority: "a.com" }, headers: { request: { set: { Host: "b.com" } } } },
      { headers: { request: { set: { ":authority": "a.com" }, add: { host: "b.com" } } } },
      {
        route: [{ destination: { host: "a" }, headers: { request: { set: { Host: "a" } } } }],
        rewrite: { authority: "b" },
      },
      { rewrite: { uri: "/a" }, route: [{ destination: { host: "reviews", subset: "v1" }, weight: 20 }] },
      { match: [{ uri: { prefix: "/a" } }] },
      { match: [{ uri: { prefix: "/" } }] },
      { match: [{ headers: { "x-user": { exact: "a" } } }, { uri: { regex: "a.*" } }] },
      { fault: { abort: { httpStatus: 503, percentage: { value: 10 } } } },
      { fault: { abort: {} } },
      { fault: { delay: { fixedDelay: "1s", percentage: { value: 0.1 } } } },
      { mirror: { host: "reviews-shadow" }, mirrorPercentage: { value: 5 } },
      { mirrors: [{ destination: { host: "shadow", port: { number: 80 } }, percentage: { value: 5 } }] },
      { corsPolicy: { allowOrigins: [{ exact: "*" }], allowMethods: ["GET"], maxAge: "24h" } },
      { retries: { attempts: 0 } },
      { retries: { attempts: 3, perTryTimeout: "2s", retryOn: "5xx,reset" } },
      { headers: { request: { set: { "x-a": "%REQ(:path)%" }, remove: ["x-b"] } } },
    ],
  ],
  [
    /^VirtualService$/,
    /http\.match$/,
    [
      { uri: { prefix: "/a" } },
      { uri: { prefix: "/ab" } },
      { uri: { exact: "/a" } },
      { uri: { prefix: "/ab" }, method: { exact: "GET" } },
      { uri: { prefix: "/ab" }, method: { prefix: "G" } },
      { uri: { prefix: "/ab" }, authority: { prefix: "a" } },
      { uri: { prefix: "/ab" }, authority: { exact: "ab" } },
      { uri: { prefix: "/ab" }, headers: { x: { exact: "ab" } } },
      { uri: { prefix: "/ab" }, headers: { x: { prefix: "a" }, y: {} } },
      { uri: { prefix: "/ab" }, queryParams: { x: { exact: "ab" } } },
      { uri: { prefix: "/ab" }, queryParams: { x: { exact: "a" }, y: { regex: "a" } } },
      { uri: { prefix: "/ab" }, withoutHeaders: { x: { exact: "a" } } },
      { uri: { prefix: "/ab" }, withoutHeaders: { x: { prefix: "a" }, y: { regex: "*" } } },
      { uri: { prefix: "/ab" }, port: 80 },
      { uri: { prefix: "/ab" }, gateways: ["ingress"] },
      { uri: { prefix: "/ab" }, sourceLabels: { app: "a" } },
      { uri: { prefix: "/A" }, ignoreUriCase: true },
      { uri: { regex: "/a.*" } },
      { headers: { "@request.auth.claims.iss": { exact: "a" } }, gateways: ["ingress"] },
      { scheme: { exact: "https" }, statPrefix: "a" },
      { name: "a" },
      {},
    ],
  ],
  [
    /^VirtualService$/,
    /(tls|tcp)\.match$/,
    [
      { port: 443, sniHosts: ["a.example.com"] },
      { port: 443, destinationSubnets: ["10.0.0.0/8"], sniHosts: ["a.example.com"] },
      { port: 443, sniHosts: ["a.example.com"], gateways: ["mesh"] },
    ],
  ],
];

import assert from "node:assert/strict";
import { test } from "node:test";
import type { JsonObject, JsonValue } from "../../../../src/model/index.js";
import { virtualServiceRules } from "../../../../src/validate/rules/VirtualService.js";
import { codesAndPaths } from "../../../support/problems.js";
import { resourceOf } from "../../../support/resource.js";

const route = [{ destination: { host: "web" } }];
const http = [{ route }];
const tcp = [{ route }];

function tls(...sniHosts: string[]): JsonValue {
  return [{ match: [{ sniHosts }], route }];
}

function found(spec: JsonObject, annotations: JsonObject = {}): readonly string[] {
  const resource = resourceOf("VirtualService", spec);
  const metadata = { name: "web", namespace: "shop", annotations };
  return codesAndPaths(virtualServiceRules({ ...resource, document: { ...resource.document, metadata } }));
}

const good: readonly JsonObject[] = [
  { hosts: ["web"], http },
  { http },
  { hosts: ["*"], gateways: ["edge"], http },
  { hosts: ["10.0.0.1", "::1", "*-v1.example.com", "a.example.com."], http },
  { hosts: ["*.a.com", "a.com", "b.a.org"], http },
  { hosts: ["web"], gateways: ["mesh", "shop/edge"], http },
  { hosts: ["web"], gateways: ["mesh", "a/b/c"], http },
  { hosts: ["web"], tcp },
  { hosts: ["web"], tls: tls("web") },
  { hosts: ["*.a.com"], gateways: ["edge"], tls: tls("*.b.a.com", "x.a.com") },
  {
    hosts: ["outbound_.80_._.web.shop"],
    gateways: ["edge"],
    tls: tls("outbound_.80_._.web.shop"),
  },
  { hosts: ["web"], exportTo: [".", "other"], http },
];

for (const spec of good) {
  test(`${JSON.stringify(spec).slice(0, 110)} is good`, () => assert.deepEqual(found(spec), []));
}

const bad: readonly (readonly [spec: JsonObject, ...problems: string[]])[] = [
  [{}, "GX573 spec"],
  [{ hosts: ["web"], http: [], tcp: [], tls: [] }, "GX573 spec"],
  [
    { gateways: ["edge"], tcp, tls: tls("1.2.3.4") },
    "GX574 key spec.gateways",
    "GX574 key spec.tls",
    "GX574 key spec.tcp",
    "GX586 spec.tls[0].match[0].sniHosts[0]",
  ],
  [{ hosts: ["a..b", "web"], http }, "GX500 spec.hosts[0]"],
  [{ hosts: ["web", ""], http }, "GX500 spec.hosts[1]"],
  [{ hosts: ["*"], http }, "GX575 spec.hosts[0]"],
  [{ hosts: ["*"], gateways: ["edge", "mesh"], http }, "GX575 spec.hosts[0]"],
  [{ hosts: ["web", "web"], http }, "GX575 spec.hosts[1]"],
  [{ hosts: ["a.b.com", "*.com"], http }, "GX575 spec.hosts[0]"],
  [{ hosts: ["*.com", "*.b.com"], http }, "GX575 spec.hosts[1]"],
  [{ hosts: ["*", "web"], gateways: ["edge"], http }, "GX575 spec.hosts[1]"],
  [{ hosts: ["outbound_.80_._.web.shop"], tls: tls("outbound_.80_._.web.shop") }, "GX500 spec.hosts[0]"],
  [{ hosts: ["outbound_.80_._.web.shop"], gateways: ["edge"], http }, "GX500 spec.hosts[0]"],
  [
    { hosts: ["outbound_.x_._.web"], gateways: ["edge"], tls: tls("outbound_.80") },
    "GX500 spec.hosts[0]",
    "GX500 spec.tls[0].match[0].sniHosts[0]",
  ],
  [{ hosts: ["web"], gateways: ["shop/edge.x"], http }, "GX576 spec.gateways[0]"],
  [{ hosts: ["web"], gateways: ["/edge", "shop/"], http }, "GX576 spec.gateways[0]", "GX576 spec.gateways[1]"],
  [{ hosts: ["web"], gateways: ["edge_1"], http }, "GX576 spec.gateways[0]"],
  [{ hosts: ["web"], gateways: ["edge.shop.svc.cluster.local"], http }, "GX577 spec.gateways[0]"],
  [{ hosts: ["web"], exportTo: ["*", "."], http }, "GX502 spec.exportTo"],
  [{ hosts: ["web"], tls: tls("other") }, "GX585 spec.tls[0].match[0].sniHosts[0]"],
  [{ hosts: ["a.b.com"], tls: tls("*.b.com") }, "GX585 spec.tls[0].match[0].sniHosts[0]"],
  [{ hosts: ["web"], tls: tls("*.*.com") }, "GX500 spec.tls[0].match[0].sniHosts[0]"],
  [{ hosts: ["web"], tls: tls("10.0.0.1") }, "GX586 spec.tls[0].match[0].sniHosts[0]"],
  [{ hosts: ["web"], tls: tls() }, "GX573 spec.tls[0].match[0].sniHosts"],
  [{ hosts: ["web"], tls: [{ match: [], route }] }, "GX573 spec.tls[0].match"],
  [{ hosts: ["web"], tls: [{ match: [{ sniHosts: ["web"] }] }] }, "GX573 spec.tls[0]"],
  [{ hosts: ["web"], tcp: [{ route: [] }] }, "GX573 spec.tcp[0]"],
  [
    { hosts: ["web"], tcp: [{ match: [{ destinationSubnets: ["10.0.0.0/33"], port: 65536 }], route }] },
    "GX511 spec.tcp[0].match[0].destinationSubnets[0]",
    "GX506 spec.tcp[0].match[0].port",
  ],
  [
    { hosts: ["web"], tls: [{ match: [{ sniHosts: ["web"], gateways: ["a.b"], sourceLabels: { "-": "" } }], route }] },
    'GX501 key spec.tls[0].match[0].sourceLabels["-"]',
    "GX577 spec.tls[0].match[0].gateways[0]",
  ],
  [
    { hosts: ["web"], tcp: [{ route: [...route, { destination: { host: "web" }, weight: 0 }] }] },
    "GX584 spec.tcp[0].route",
  ],
];

for (const [spec, ...problems] of bad) {
  test(`${JSON.stringify(spec).slice(0, 110)} gives ${problems.join(", ")}`, () => {
    assert.deepEqual(found(spec), problems);
  });
}

test("claims are conditions for gateways only, whatever their case", () => {
  const headers = { "@request.auth.claims.role": {}, "@Request.Auth.Claims[a][b]": { exact: "c" } };
  const claims = (gateways: string[]) =>
    found({ hosts: ["web"], gateways, http: [{ match: [{ headers, withoutHeaders: headers }], route }] });
  assert.deepEqual(claims(["edge"]), []);
  for (const gateways of [[], ["mesh"], ["edge", "mesh"]]) {
    const at = "GX578 key spec.http[0].match[0]";
    assert.deepEqual(claims(gateways), [
      `${at}.headers["@request.auth.claims.role"]`,
      `${at}.headers["@Request.Auth.Claims[a][b]"]`,
      `${at}.withoutHeaders["@request.auth.claims.role"]`,
      `${at}.withoutHeaders["@Request.Auth.Claims[a][b]"]`,
    ]);
  }
});

test("routes made of the Gateway API's may name other gateways and destinations", () => {
  const spec = { hosts: ["web"], gateways: ["shop/edge~x"], http: [{ route: [{ destination: { host: "a~b" } }] }] };
  assert.deepEqual(found(spec, { "internal.istio.io/route-semantics": "gateway" }), []);
  assert.deepEqual(found(spec, { "internal.istio.io/route-semantics": "ingress" }), [
    "GX576 spec.gateways[0]",
    "GX500 spec.http[0].route[0].destination.host",
  ]);
});

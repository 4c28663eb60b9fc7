import assert from "node:assert/strict";
import { test } from "node:test";
import type { JsonObject } from "../../../src/model/index.js";
import { EncodeError, expandShortHosts } from "../../../src/proto/index.js";

const full = "reviews.shop.svc.cluster.local";

function expand(kind: Parameters<typeof expandShortHosts>[0], spec: JsonObject): JsonObject {
  return expandShortHosts(kind, spec, "shop", "cluster.local");
}

test("every host of a VirtualService that istiod would complete is completed", () => {
  const destination = (host: string) => ({ destination: { host, subset: "v1", port: { number: 80 } }, weight: 1 });
  const spec = (host: string): JsonObject => ({
    hosts: [host, "a.example.com"],
    gateways: ["mesh", "edge"],
    http: [
      {
        match: [{ authority: { exact: "reviews" }, gateways: ["edge"] }],
        route: [destination(host), destination("a.b")],
        mirror: { host, subset: "v2" },
        mirrors: [destination(host)],
        rewrite: { authority: "reviews" },
      },
      { redirect: { authority: "reviews" } },
      { delegate: { name: "reviews", namespace: "shop" } },
    ],
    tcp: [{ route: [destination(host)] }],
    tls: [{ match: [{ sniHosts: ["a.example.com"] }], route: [destination(host)] }],
    exportTo: ["shop"],
  });
  assert.deepEqual(expand("VirtualService", spec("reviews")), spec(full));
});

test("the host of a DestinationRule is completed, and nothing else in it", () => {
  const rest = { subsets: [{ name: "reviews" }], trafficPolicy: { tls: { sni: "reviews" } } };
  assert.deepEqual(expand("DestinationRule", { host: "reviews", ...rest }), { host: full, ...rest });
});

for (const host of ["", "*", "*reviews", "*.example.com", "a.b", "10.0.0.1", "::1", "fe80::1%eth0", full]) {
  test(`the host ${JSON.stringify(host)} is not a short name`, () => {
    const spec = { host };
    assert.equal(expand("DestinationRule", spec), spec);
  });
}

test("a kind whose hosts istiod takes literally is left alone", () => {
  const spec = { hosts: ["reviews"], servers: [{ hosts: ["reviews"] }], host: "reviews" };
  for (const kind of ["ServiceEntry", "Gateway", "Sidecar", "AuthorizationPolicy"] as const) {
    assert.equal(expand(kind, spec), spec);
  }
});

test("a spec without a short name comes back as it is", () => {
  const spec = { hosts: ["a.b"], http: [{ route: [{ destination: { host: "a.b" } }] }] };
  assert.equal(expand("VirtualService", spec), spec);
});

test("only what leads to a changed host is copied, and the original stays", () => {
  const spec = {
    hosts: ["a.b"],
    http: [{ name: "one" }, { name: "two", route: [{ destination: { host: "reviews" } }], headers: {} }],
  };
  const before = JSON.stringify(spec);
  const expanded = expand("VirtualService", spec) as unknown as typeof spec;
  assert.equal(JSON.stringify(spec), before);
  assert.equal(expanded.hosts, spec.hosts);
  assert.equal(expanded.http[0], spec.http[0]);
  assert.equal(expanded.http[1]?.headers, spec.http[1]?.headers);
  assert.notEqual(expanded.http[1], spec.http[1]);
});

test("values of the wrong shape pass through, for the encoder to name", () => {
  for (const spec of [{ hosts: "reviews" }, { hosts: [1, null] }, { http: [null, { route: {} }] }, { http: null }]) {
    assert.equal(expand("VirtualService", spec), spec);
  }
});

test("a host that stands there short and in full is one host once it is completed", () => {
  const spec = { hosts: ["reviews", full, "ratings.shop.svc.cluster.local"] };
  assert.deepEqual(expand("VirtualService", spec).hosts, [full, "ratings.shop.svc.cluster.local"]);
});

test("a short SNI host whose short host is completed is refused, because istiod would drop the resource", () => {
  const tls = [{ match: [{ sniHosts: ["a.b"] }, { port: 443, sniHosts: ["a.b", "reviews"] }] }];
  assert.throws(
    () => expand("VirtualService", { hosts: ["reviews", "a.b"], tls }),
    (error) => {
      assert.ok(error instanceof EncodeError);
      assert.deepEqual(error.path, ["spec", "tls", 0, "match", 1, "sniHosts", 1]);
      assert.match(error.message, /"reviews" .* as in reviews\./);
      return true;
    },
  );
  for (const hosts of [["*", "reviews"], ["a.b"], ["ratings"]]) expand("VirtualService", { hosts, tls });
});

import assert from "node:assert/strict";
import { test } from "node:test";
import type { JsonObject } from "../../../../src/model/index.js";
import { virtualServiceRules } from "../../../../src/validate/rules/VirtualService.js";
import { codesAndPaths } from "../../../support/problems.js";
import { resourceOf } from "../../../support/resource.js";

const destination = { host: "web" };
const route = [{ destination }];

/** Problems of one HTTP route, their places from the route on. */
function found(httpRoute: JsonObject, hosts: readonly string[] = ["web"]): readonly string[] {
  const problems = virtualServiceRules(resourceOf("VirtualService", { hosts, http: [httpRoute] }));
  return codesAndPaths(problems).map((text) => text.replace(/spec\.http\[0\]\.?/, "").trim());
}

function matching(match: JsonObject): JsonObject {
  return { match: [match], route };
}

function withHeaders(headers: JsonObject): JsonObject {
  return { route, headers };
}

const long = "x".repeat(1024);
const kib = (count: number) => long.repeat(count);

const good: readonly JsonObject[] = [
  { redirect: { uri: "/b" } },
  { redirect: { derivePort: "FROM_REQUEST_PORT" } },
  { redirect: { authority: "b", scheme: "https", redirectCode: 308, port: 8443 } },
  { match: [{ uri: { prefix: "/a" } }, { port: 80 }], redirect: { prefixRewrite: "/b" } },
  { directResponse: { status: 200, body: { string: kib(100) } } },
  { delegate: {} },
  { delegate: {}, directResponse: { status: 204 } },
  { route, rewrite: { uri: "/b", authority: "b" } },
  { route, rewrite: { uriRegexRewrite: { match: "^/(.*)$", rewrite: "/b/\\1" } } },
  { route, retries: { attempts: 0 } },
  { route, retries: { attempts: 0, retryRemoteLocalities: null, backoff: "25ms" } },
  { route, retries: { attempts: 1, retryOn: "5xx,unavailable,503,+418", perTryTimeout: "1s" } },
  { route, fault: { delay: { fixedDelay: "1ms", percentage: { value: 0.0001 } }, abort: { httpStatus: 600 } } },
  { route, fault: { abort: { grpcStatus: "DATA_LOSS" } } },
  { route, fault: { abort: {} } },
  { route, mirror: destination, mirrorPercentage: { value: 100 }, mirrorPercent: null },
  { route, mirrors: [{ destination, percentage: {} }] },
  { route, corsPolicy: { allowOrigins: [{ regex: ".*" }], allowMethods: ["*"], allowHeaders: ["*"], maxAge: "1h" } },
  { route: [{ destination: { host: "*.a.com", subset: "V1", port: { number: 1 } }, weight: 0 }] },
  matching({ uri: { prefix: "" }, port: 0, sourceNamespace: "" }),
  matching({ headers: { ":path": {}, "x-a": { exact: "" } }, withoutHeaders: { "x-b": { regex: "*" } } }),
  matching({ gateways: ["mesh", "bad name"], sourceNamespace: "shop" }),
  withHeaders({ request: { set: { Host: "b" }, remove: ["x-a"] }, response: { add: { "x y": "%REQ(:path)%" } } }),
];

for (const httpRoute of good) {
  test(`${JSON.stringify(httpRoute).slice(0, 110)} is good`, () => assert.deepEqual(found(httpRoute), []));
}

const bad: readonly (readonly [httpRoute: JsonObject, ...problems: string[]])[] = [
  // What becomes of a request.
  [{}, "GX573"],
  [{ route: [] }, "GX573"],
  [{ delegate: {}, route, redirect: { uri: "/" } }, "GX572 key redirect", "GX572 key route"],
  [
    { redirect: { uri: "/" }, route, fault: { delay: {} }, rewrite: { uri: "/" }, directResponse: { status: 200 } },
    "GX572 key route",
    "GX572 key fault",
    "GX572 key rewrite",
    "GX572 key directResponse",
  ],
  [
    { directResponse: { status: 200 }, route, fault: { delay: {} }, rewrite: { uri: "/" } },
    "GX572 key route",
    "GX572 key fault",
    "GX572 key rewrite",
  ],
  [{ route, mirror: destination, mirrors: [{ destination }] }, "GX572 key mirrors"],
  // Conditions.
  [matching({ uri: { regex: "" } }), "GX514 match[0].uri.regex"],
  [matching({ uri: { regex: "(?=a)" } }), "GX513 match[0].uri.regex"],
  [matching({ uri: { regex: `${long}x` } }), "GX513 match[0].uri.regex"],
  [
    matching({ scheme: { prefix: "" }, method: { regex: "*" }, authority: { prefix: "" } }),
    "GX514 match[0].scheme.prefix",
    "GX513 match[0].method.regex",
    "GX514 match[0].authority.prefix",
  ],
  [matching({ queryParams: { a: { regex: "a(" } } }), "GX513 match[0].queryParams.a.regex"],
  [
    matching({ headers: { "": {}, "a b": { regex: "*" }, ":foo": { prefix: "" } } }),
    'GX509 match[0].headers[""]',
    'GX509 match[0].headers["a b"]',
    'GX513 match[0].headers["a b"].regex',
    'GX509 match[0].headers[":foo"]',
    'GX514 match[0].headers[":foo"].prefix',
  ],
  [
    matching({ withoutHeaders: { "x-a": { regex: "**" }, "x-b": { prefix: "" } } }),
    "GX513 match[0].withoutHeaders.x-a.regex",
    "GX514 match[0].withoutHeaders.x-b.prefix",
  ],
  [matching({ port: 65536 }), "GX506 match[0].port"],
  [matching({ sourceLabels: { app: "-" } }), "GX501 match[0].sourceLabels.app"],
  [matching({ gateways: ["a/b", "a//b"] }), "GX576 match[0].gateways[1]"],
  [matching({ sourceNamespace: "a.b" }), "GX515 match[0].sourceNamespace"],
  // Destinations.
  [{ route: [{ destination: { host: "*" } }] }, "GX500 route[0].destination.host"],
  [{ route: [{ destination: { host: "" } }] }, "GX500 route[0].destination.host"],
  [{ route: [{ destination: { host: "web", subset: "v_1" } }] }, "GX515 route[0].destination.subset"],
  [{ route: [{ destination: { host: "web", port: {} } }] }, "GX506 route[0].destination.port.number"],
  [{ route: [{ destination, weight: -1 }] }, "GX587 route[0].weight"],
  [{ route: [{ destination }, { destination, weight: 0 }] }, "GX584 route"],
  [
    {
      route: [
        { destination, weight: 2 ** 31 - 1 },
        { destination, weight: 2 ** 31 - 1 },
        { destination, weight: 2 },
      ],
    },
    "GX584 route",
  ],
  [
    { route: [{ destination, headers: { request: { remove: ["host"] }, response: { set: { "x-a": "%" } } } }] },
    "GX579 route[0].headers.request.remove[0]",
    "GX510 route[0].headers.response.set.x-a",
  ],
  // Headers.
  [withHeaders({ request: { set: { ":path": "/" } } }), 'GX579 key headers.request.set[":path"]'],
  [withHeaders({ request: { add: { "": "" } } }), 'GX509 key headers.request.add[""]'],
  [withHeaders({ request: { add: { "x-a": "a\nb" } } }), "GX510 headers.request.add.x-a"],
  [withHeaders({ response: { set: { ho\u017ft: "b" } } }), 'GX579 key headers.response.set["ho\u017ft"]'],
  [
    withHeaders({ response: { add: { Host: "b" }, remove: ["", ":status"] } }),
    "GX579 key headers.response.add.Host",
    "GX509 headers.response.remove[0]",
    "GX579 headers.response.remove[1]",
  ],
  [
    { route, rewrite: { authority: "a" }, headers: { request: { set: { host: "b" } } } },
    "GX579 key headers.request.set.host",
  ],
  [withHeaders({ request: { set: { ":authority": "a" }, add: { Host: "" } } }), "GX579 key headers.request.add.Host"],
  [withHeaders({ request: { set: { host: "", ":authority": "a" } } }), "GX579 key headers.request.set.host"],
  // CORS.
  [
    { route, corsPolicy: { allowOrigins: [{}, { exact: "" }, { regex: "(" }] } },
    "GX514 corsPolicy.allowOrigins[0]",
    "GX514 corsPolicy.allowOrigins[1]",
    "GX513 corsPolicy.allowOrigins[2].regex",
  ],
  [{ route, corsPolicy: { allowMethods: ["get"] } }, "GX580 corsPolicy.allowMethods[0]"],
  [
    { route, corsPolicy: { allowHeaders: [":path"], exposeHeaders: [""] } },
    "GX509 corsPolicy.allowHeaders[0]",
    "GX509 corsPolicy.exposeHeaders[0]",
  ],
  [{ route, corsPolicy: { maxAge: "1500ms" } }, "GX508 corsPolicy.maxAge"],
  // Faults.
  [{ route, fault: {} }, "GX573 fault"],
  [{ route, fault: { abort: { httpStatus: 199 } } }, "GX587 fault.abort.httpStatus"],
  [{ route, fault: { abort: { httpStatus: 601 } } }, "GX587 fault.abort.httpStatus"],
  [{ route, fault: { abort: { grpcStatus: "not_found" } } }, "GX580 fault.abort.grpcStatus"],
  [{ route, fault: { abort: { http2Error: "x" } } }, "GX581 key fault.abort.http2Error"],
  [
    { route, fault: { abort: { httpStatus: 500, percentage: { value: 0.00001 } } } },
    "GX512 fault.abort.percentage.value",
  ],
  [{ route, fault: { delay: { percentage: { value: 101 } } } }, "GX512 fault.delay.percentage.value"],
  [{ route, fault: { delay: { fixedDelay: "1.5ms" } } }, "GX508 fault.delay.fixedDelay"],
  [{ route, fault: { delay: { exponentialDelay: "1s" } } }, "GX581 key fault.delay.exponentialDelay"],
  // Mirrors.
  [{ route, mirror: destination, mirrorPercent: 100 }, "GX577 key mirrorPercent"],
  [{ route, mirror: destination, mirror_percent: 101 }, "GX512 mirror_percent", "GX577 key mirror_percent"],
  [{ route, mirrorPercentage: { value: -1 } }, "GX512 mirrorPercentage.value"],
  [{ route, mirror: { host: "*" } }, "GX500 mirror.host"],
  [
    { route, mirrors: [{ destination: { host: "_" }, percentage: { value: 100.5 } }] },
    "GX500 mirrors[0].destination.host",
    "GX512 mirrors[0].percentage.value",
  ],
  // Redirects, answers, rewrites.
  [{ redirect: {} }, "GX573 redirect"],
  [{ redirect: { uri: "/", prefixRewrite: "/" } }, "GX572 key redirect.prefixRewrite"],
  [{ match: [{ uri: {} }], redirect: { prefixRewrite: "/" } }, "GX582 match[0].uri"],
  [{ match: [{ uri: { exact: "/a" } }], redirect: { prefixRewrite: "/" } }, "GX582 match[0].uri"],
  [{ redirect: { scheme: "HTTPS" } }, "GX580 redirect.scheme"],
  [{ redirect: { uri: "/", redirectCode: 200 } }, "GX587 redirect.redirectCode"],
  [{ redirect: { port: 65536 } }, "GX506 redirect.port"],
  [{ directResponse: { status: 0 } }, "GX587 directResponse.status"],
  [{ directResponse: { status: 200, body: { string: `${kib(100)}x` } } }, "GX586 directResponse.body.string"],
  [{ directResponse: { status: 200, body: { string: `${kib(1024)}x` } } }, "GX587 directResponse.body.string"],
  [{ directResponse: { status: 200, body: { bytes: "AAAA".repeat(34_134) } } }, "GX586 directResponse.body.bytes"],
  [{ route, rewrite: {} }, "GX573 rewrite"],
  [
    { route, rewrite: { uri: "/", uriRegexRewrite: { match: "a", rewrite: "b" } } },
    "GX572 key rewrite.uriRegexRewrite",
  ],
  [{ route, rewrite: { uriRegexRewrite: { match: "a" } } }, "GX573 rewrite.uriRegexRewrite"],
  [{ route, rewrite: { uriRegexRewrite: { match: "(", rewrite: "b" } } }, "GX513 rewrite.uriRegexRewrite.match"],
  // Retries and times.
  [{ route, retries: { attempts: -1 } }, "GX587 retries.attempts"],
  [
    { route, retries: { retryOn: "5xx", perTryTimeout: "1s", retryRemoteLocalities: false } },
    "GX583 key retries.perTryTimeout",
    "GX583 key retries.retryOn",
    "GX583 key retries.retryRemoteLocalities",
  ],
  [{ route, retries: { attempts: 1, retryOn: "5xx, reset" } }, "GX580 retries.retryOn"],
  [{ route, retries: { attempts: 1, retryOn: "509" } }, "GX580 retries.retryOn"],
  [{ route, retries: { attempts: 1, perTryTimeout: "0s" } }, "GX508 retries.perTryTimeout"],
  [{ route, retries: { attempts: 1, backoff: "1us" } }, "GX508 retries.backoff"],
  [{ route, timeout: "1.0001s" }, "GX508 timeout"],
];

for (const [httpRoute, ...problems] of bad) {
  test(`${JSON.stringify(httpRoute).slice(0, 110)} gives ${problems.join(", ")}`, () => {
    assert.deepEqual(found(httpRoute), problems);
  });
}

test("a delegate delegates no further", () => {
  assert.deepEqual(found({ delegate: {} }, []), ["GX574 key delegate"]);
  assert.deepEqual(found({ delegate: {}, route }, []), ["GX574 key delegate"]);
});

import assert from "node:assert/strict";
import { test } from "node:test";
import type { JsonObject } from "../../../../src/model/index.js";
import { ruleProblems } from "../../../support/rules.js";

const hcm = "envoy.filters.network.http_connection_manager";
const patch: JsonObject = { operation: "MERGE", value: {} };
const filter = (match: JsonObject): JsonObject => ({ listener: { filterChain: { filter: match } } });
const proxy = (proxyVersion: string): JsonObject => ({ proxy: { proxyVersion } });
const at = "spec.configPatches[0]";
const filterAt = `${at}.match.listener.filterChain.filter`;

/** The one patch of an EnvoyFilter, and what is found beside the warning that each one gets. */
const rows: readonly (readonly [patch: JsonObject, ...problems: string[]])[] = [
  [{ applyTo: "CLUSTER", patch }],
  [{ applyTo: "CLUSTER", patch: { operation: "REMOVE" } }],
  [{ patch }, `GX595 ${at}.applyTo`],
  [{ applyTo: "INVALID", patch }, `GX595 ${at}.applyTo`],
  [{ applyTo: "CLUSTER" }, `GX595 ${at}.patch.operation`],
  [{ applyTo: "CLUSTER", patch: { operation: "INVALID", value: {} } }, `GX595 ${at}.patch.operation`],
  [{ applyTo: "CLUSTER", patch: { operation: "ADD" } }, `GX595 ${at}.patch.value`],
  [{ match: { context: "WAYPOINT", waypoint: {} } }],
  ...["LISTENER", "FILTER_CHAIN", "NETWORK_FILTER", "HTTP_FILTER"].flatMap((applyTo): (typeof rows)[number][] => [
    [{ applyTo, patch, match: { listener: {} } }],
    [{ applyTo, patch, match: { cluster: {} } }, `GX596 key ${at}.match.cluster`],
  ]),
  ...["ROUTE_CONFIGURATION", "VIRTUAL_HOST", "HTTP_ROUTE"].flatMap((applyTo): (typeof rows)[number][] => [
    [{ applyTo, patch, match: { routeConfiguration: {} } }],
    [{ applyTo, patch, match: { listener: {} } }, `GX596 key ${at}.match.listener`],
  ]),
  [{ applyTo: "CLUSTER", patch, match: { cluster: {} } }],
  [{ applyTo: "CLUSTER", patch, match: { routeConfiguration: {} } }, `GX596 key ${at}.match.routeConfiguration`],
  [{ applyTo: "BOOTSTRAP", patch, match: { cluster: {} } }],
  [{ applyTo: "CLUSTER", patch, match: proxy("^1\\.2.*") }],
  [{ applyTo: "CLUSTER", patch, match: proxy("(") }, `GX513 ${at}.match.proxy.proxyVersion`],
  [{ applyTo: "CLUSTER", patch, match: proxy("(?=a)") }, `GX513 ${at}.match.proxy.proxyVersion`],
  [{ applyTo: "CLUSTER", patch, match: proxy("(".repeat(1025)) }, `GX598 ${at}.match.proxy.proxyVersion`],
  [{ applyTo: "NETWORK_FILTER", patch, match: filter({ name: "a" }) }],
  [{ applyTo: "NETWORK_FILTER", patch, match: filter({}) }, `GX597 ${filterAt}.name`],
  [{ applyTo: "LISTENER", patch, match: filter({ name: "a" }) }, `GX598 key ${filterAt}`],
  [{ applyTo: "HTTP_FILTER", patch, match: filter({ name: hcm, subFilter: { name: "a" } }) }],
  [{ applyTo: "HTTP_FILTER", patch, match: filter({ name: hcm, subFilter: {} }) }, `GX597 ${filterAt}.subFilter.name`],
  [
    { applyTo: "HTTP_FILTER", patch, match: filter({ name: "a", subFilter: { name: "a" } }) },
    `GX597 ${filterAt}.subFilter`,
  ],
  [
    { applyTo: "NETWORK_FILTER", patch, match: filter({ name: hcm, subFilter: { name: "a" } }) },
    `GX597 ${filterAt}.subFilter`,
  ],
  [
    {
      applyTo: "HTTP_FILTER",
      patch,
      match: filter({ name: "envoy.http_connection_manager", subFilter: { name: "envoy.ext_authz" } }),
    },
    `GX599 ${filterAt}.subFilter.name`,
    `GX599 ${filterAt}.name`,
  ],
];

for (const [configPatch, ...problems] of rows) {
  test(`${JSON.stringify(configPatch).slice(0, 110)}: ${problems.join() || "good"}`, () => {
    assert.deepEqual(ruleProblems("EnvoyFilter", { configPatches: [configPatch] }), [...problems, "GX594 kind"]);
  });
}

test("a selector compares whole labels, and one without any is warned of", () => {
  const select = (labels: JsonObject) => ruleProblems("EnvoyFilter", { workloadSelector: { labels } });
  assert.deepEqual(select({ app: "a" }), ["GX594 kind"]);
  assert.deepEqual(select({}), ["GX504 spec.workloadSelector", "GX594 kind"]);
  assert.deepEqual(select({ "a*": "b" }), ['GX503 key spec.workloadSelector.labels["a*"]', "GX594 kind"]);
});

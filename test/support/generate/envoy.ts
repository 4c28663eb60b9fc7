import type { JsonObject } from "../../../src/model/index.js";
import type { Random } from "../random.js";

const lua = "type.googleapis.com/envoy.extensions.filters.http.lua.v3.Lua";

/** Pieces of Envoy's configuration, right for one place and wrong for others. */
const values: readonly JsonObject[] = [
  {},
  { name: "x" },
  { name: "x", connect_timeout: "1s" },
  { name: "x", connectTimeout: "1s", lbPolicy: "RANDOM" },
  { name: "x", nope: 1 },
  { name: "x", lbPolicy: "NOPE" },
  { name: "x", connect_timeout: 1 },
  { name: "x", connect_timeout: "1s", per_connection_buffer_limit_bytes: -1 },
  { name: "x", per_connection_buffer_limit_bytes: "" },
  { name: "x", per_connection_buffer_limit_bytes: "many" },
  { match: { prefix: "/" }, direct_response: { status: 200, body: { inline_bytes: "!" } } },
  { name: "x", metadata: { filter_metadata: { a: { b: [null, 1, "a", true, { c: {} }] } } } },
  { name: null },
  { filterChainMatch: { destinationPort: "80", serverNames: "a" } },
  { typed_config: { "@type": lua, value: {} } },
  { "@type": lua },
  { typed_per_filter_config: { a: { "@type": "type.googleapis.com/envoy.config.route.v3.FilterConfig", config: {} } } },
  { address: { socket_address: { address: "a", port_value: 80 }, pipe: { path: "/a" } } },
  { name: "envoy.ext_authz", config: {} },
  { name: "x", typed_config: { "@type": "type.googleapis.com/envoy.config.filter.http.lua.v2.Lua" } },
  { name: 1 },
  { name: "envoy.filters.http.lua", typed_config: { "@type": lua, inlineCode: "function f() end" } },
  { name: "envoy.filters.http.lua", typed_config: { "@type": lua, nope: true } },
  { name: "envoy.filters.http.lua", typed_config: { "@type": "type.googleapis.com/nope.Nope" } },
  { name: "envoy.filters.http.lua", typed_config: {} },
  { name: "x", domains: ["*"], routes: [{ match: { prefix: "/" }, route: { cluster: "c" } }] },
  { match: { prefix: "/" }, direct_response: { status: 200 } },
  { route: { timeout: "1s" } },
  { route: { timeout: "x" } },
  { filters: [{ name: "envoy.filters.network.tcp_proxy" }] },
  { stats_sinks: [{ name: "envoy.metrics_service" }] },
  { listener_filters_timeout: "1s" },
  { per_connection_buffer_limit_bytes: 32768 },
];

/** A value for an EnvoyFilter's patch. */
export function patchValue(random: Random): JsonObject {
  return random.pick(values);
}

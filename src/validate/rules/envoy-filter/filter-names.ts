/** Envoy's present names of filters, without the prefix that says of which class they are, by their first names. */
const successors: Readonly<Record<string, readonly string[]>> = {
  "envoy.buffer": ["http.buffer"],
  "envoy.cors": ["http.cors"],
  "envoy.csrf": ["http.csrf"],
  "envoy.http_dynamo_filter": ["http.dynamo"],
  "envoy.ext_authz": ["http.ext_authz", "network.ext_authz"],
  "envoy.fault": ["http.fault"],
  "envoy.grpc_http1_bridge": ["http.grpc_http1_bridge"],
  "envoy.grpc_json_transcoder": ["http.grpc_json_transcoder"],
  "envoy.grpc_web": ["http.grpc_web"],
  "envoy.gzip": ["http.gzip"],
  "envoy.health_check": ["http.health_check"],
  "envoy.ip_tagging": ["http.ip_tagging"],
  "envoy.lua": ["http.lua"],
  "envoy.rate_limit": ["http.ratelimit"],
  "envoy.router": ["http.router"],
  "envoy.squash": ["http.squash"],
  "envoy.listener.http_inspector": ["listener.http_inspector"],
  "envoy.listener.original_dst": ["listener.original_dst"],
  "envoy.listener.original_src": ["listener.original_src"],
  "envoy.listener.proxy_protocol": ["listener.proxy_protocol"],
  "envoy.listener.tls_inspector": ["listener.tls_inspector"],
  "envoy.client_ssl_auth": ["network.client_ssl_auth"],
  "envoy.http_connection_manager": ["network.http_connection_manager"],
  "envoy.mongo_proxy": ["network.mongo_proxy"],
  "envoy.ratelimit": ["network.ratelimit"],
  "envoy.redis_proxy": ["network.redis_proxy"],
  "envoy.tcp_proxy": ["network.tcp_proxy"],
};

/** What a filter is called now; none where the name is no old one. */
export function presentNames(name: string): readonly string[] {
  const found = Object.hasOwn(successors, name) ? successors[name] : undefined;
  return (found ?? []).map((end) => `envoy.filters.${end}`);
}

export const httpConnectionManager = "envoy.filters.network.http_connection_manager";

export function isHttpConnectionManager(name: string): boolean {
  return name === httpConnectionManager || presentNames(name).includes(httpConnectionManager);
}

import type { Address } from "../model/index.js";

/** `host:port`, with brackets round an IPv6 host. */
export function formatAddress({ host, port }: Address): string {
  return host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;
}

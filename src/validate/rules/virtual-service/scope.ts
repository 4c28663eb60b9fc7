import type { Resource } from "../../../model/index.js";
import { metadataMap } from "../rule.js";
import type { VirtualServiceSpec } from "./spec.js";

/** Where the routes of a VirtualService apply, as far as its rules depend on it. */
export interface Scope {
  /** In sidecars, whether or not at gateways too. */
  readonly mesh: boolean;
  /** Without hosts: another VirtualService refers to it. */
  readonly delegate: boolean;
  /** Made of Gateway API routes: destinations and names of gateways are looser then. */
  readonly gatewayApi: boolean;
}

const routeSemantics = "internal.istio.io/route-semantics";

export function scopeOf(resource: Resource, { hosts = [], gateways = [] }: VirtualServiceSpec): Scope {
  return {
    mesh: gateways.length === 0 || gateways.includes("mesh"),
    delegate: hosts.length === 0,
    gatewayApi: metadataMap(resource, "annotations")[routeSemantics] === "gateway",
  };
}

import { virtualServiceFindings as rows } from "../../findings/rules/virtual-service.js";
import type { Resource } from "../../model/index.js";
import type { Problem } from "../problem.js";
import { problem, type Rules, specOf } from "./rule.js";
import { exportTo } from "./shared/export-to.js";
import { claimsAtMesh } from "./virtual-service/claims.js";
import { tcpRoutes, tlsRoutes } from "./virtual-service/connection-routes.js";
import { delegate } from "./virtual-service/delegate.js";
import { gatewayNames } from "./virtual-service/gateways.js";
import { hosts } from "./virtual-service/hosts.js";
import { httpRoutes } from "./virtual-service/http-routes.js";
import { coveredMatches } from "./virtual-service/overlap.js";
import { type PlacedMatch, unreachable } from "./virtual-service/reach.js";
import { scopeOf } from "./virtual-service/scope.js";
import { sniScopeOf } from "./virtual-service/sni-hosts.js";
import type { HttpMatch, VirtualServiceSpec } from "./virtual-service/spec.js";

/** Every rule of a VirtualService; those that compare its routes with each other come last. */
export const virtualServiceRules: Rules = function* virtualServiceRules(resource: Resource) {
  const spec = specOf<VirtualServiceSpec>(resource);
  const scope = scopeOf(resource, spec);
  if (scope.delegate) yield* delegate(spec, ["spec"]);
  yield* hosts(spec, ["spec", "hosts"], scope);
  yield* gatewayNames(spec.gateways, ["spec", "gateways"], { warnOfLegacy: true, anyName: scope.gatewayApi });
  if (scope.mesh) yield* claimsAtMesh(spec.http, ["spec", "http"]);
  if (!spec.http?.length && !spec.tcp?.length && !spec.tls?.length) yield routeless();
  yield* httpRoutes(spec.http, ["spec", "http"], scope);
  if (spec.tls?.length) yield* tlsRoutes(spec.tls, ["spec", "tls"], scope, sniScopeOf(spec));
  yield* tcpRoutes(spec.tcp, ["spec", "tcp"], scope);
  yield* exportTo(spec.exportTo, ["spec", "exportTo"], { namespace: resource.namespace });
  yield* unused(spec);
};

function routeless(): Problem {
  return problem(rows.incomplete, ["spec"], "spec has no routes", "add http, tls or tcp with at least one route");
}

/** Routes and matches that others stand in front of. */
function* unused({ http = [], tls = [], tcp = [] }: VirtualServiceSpec): Iterable<Problem> {
  const reached: PlacedMatch<HttpMatch>[] = [];
  yield* unreachable(http, ["spec", "http"], reached);
  yield* coveredMatches(reached);
  yield* unreachable(tcp, ["spec", "tcp"], []);
  yield* unreachable(tls, ["spec", "tls"], []);
}

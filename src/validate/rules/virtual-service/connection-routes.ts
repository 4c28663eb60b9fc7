import { virtualServiceFindings as rows } from "../../../findings/rules/virtual-service.js";
import type { JsonPath } from "../../../model/index.js";
import type { Problem } from "../../problem.js";
import { showPath } from "../../show.js";
import { entriesOf, problem } from "../rule.js";
import { destinations } from "./destinations.js";
import { tcpMatch } from "./match.js";
import type { Scope } from "./scope.js";
import { type SniScope, sniHosts } from "./sni-hosts.js";
import type { TcpRoute, TlsRoute, WeightedDestination } from "./spec.js";

export function* tcpRoutes(routes: readonly TcpRoute[] | undefined, path: JsonPath, scope: Scope): Iterable<Problem> {
  for (const [{ match, route }, at] of entriesOf(routes, path)) {
    for (const [condition, matchPath] of entriesOf(match, [...at, "match"])) yield* tcpMatch(condition, matchPath);
    yield* targets(route, at, scope);
  }
}

export function* tlsRoutes(
  routes: readonly TlsRoute[] | undefined,
  path: JsonPath,
  scope: Scope,
  sni: SniScope,
): Iterable<Problem> {
  for (const [{ match, route }, at] of entriesOf(routes, path)) {
    if (match.length === 0)
      yield problem(
        rows.incomplete,
        [...at, "match"],
        `${showPath(at)} has no match, and TLS is routed by the host that the client asks for`,
        "add a match with sniHosts",
      );
    for (const [condition, matchPath] of entriesOf(match, [...at, "match"])) {
      yield* sniHosts(condition.sniHosts, [...matchPath, "sniHosts"], sni);
      yield* tcpMatch(condition, matchPath, { warnOfLegacy: true });
    }
    yield* targets(route, at, scope);
  }
}

function* targets(list: readonly WeightedDestination[] | undefined, path: JsonPath, scope: Scope): Iterable<Problem> {
  if (list === undefined || list.length === 0)
    yield problem(rows.incomplete, path, `${showPath(path)} leads nowhere`, "add route with a destination");
  else yield* destinations(list, [...path, "route"], scope);
}

import type { FindingRow } from "../row.js";

/** The rules of EnvoyFilter. */
export const envoyFilterFindings = {
  internals: {
    code: "GX594",
    severity: "warning",
    statement:
      "An EnvoyFilter changes what istiod generates, and its patches are not checked against Envoy's API here.",
    why: "Patches are written against what istiod generates, which differs from release to release; a wrong value is found by Envoy, at run time.",
    fix: "Use another kind if one can say it, and try the patches out with every new release.",
  },
  incompletePatch: {
    code: "GX595",
    severity: "error",
    statement: "A config patch says where it applies, what it does, and with which value.",
    why: "A patch that does not say where or what is refused, and with it all others of the resource.",
    fix: "Write applyTo, patch.operation and, but for REMOVE, patch.value.",
    example: { also: ["GX594"] },
  },
  wrongMatch: {
    code: "GX596",
    severity: "error",
    statement: "A config patch matches on the kind of object that it applies to.",
    why: "A patch for clusters never meets a listener, so it would change nothing.",
    fix: "Match by listener, routeConfiguration or cluster, as applyTo asks for.",
    example: { also: ["GX594"] },
  },
  filterMatch: {
    code: "GX597",
    severity: "error",
    statement:
      "A filter is matched by its name, and a filter inside it by name too, for HTTP filters of the HTTP connection manager.",
    why: "Without the outer filter's name istiod does not look for the inner one, and the patch is not applied.",
    fix: "Name the outer filter envoy.filters.network.http_connection_manager, and the inner one in subFilter.",
    example: { also: ["GX594"] },
  },
  ignoredMatch: {
    code: "GX598",
    severity: "warning",
    statement: "A match asks only for what istiod takes into account.",
    why: "The patch applies more widely than it says: to every filter chain, or to proxies of every version.",
    fix: "Remove that part of the match, or apply the patch to NETWORK_FILTER or HTTP_FILTER.",
    example: { also: ["GX594"] },
  },
  deprecatedFilterName: {
    code: "GX599",
    severity: "warning",
    statement: "A filter is matched by its present name.",
    why: "Present Envoys know a filter by its new name; by the old one the patch finds nothing once the aliases are gone.",
    fix: "Write the name that the message gives, as in envoy.filters.http.router.",
    example: { also: ["GX594"] },
  },
} as const satisfies Record<string, FindingRow>;

import { virtualServiceFindings as rows } from "../../../findings/rules/virtual-service.js";
import type { JsonPath } from "../../../model/index.js";
import type { Problem } from "../../problem.js";
import { showPath, showText } from "../../show.js";
import { entriesOf, keyProblem } from "../rule.js";
import type { HttpRoute, StringMatches } from "./spec.js";

const prefix = "@request.auth.claims";

/** Whether the name of a header condition stands for a claim of a validated token: `…claims.a.b` or `…claims[a][b]`. */
export function isClaim(name: string): boolean {
  if (!name.startsWith("@") || name.slice(0, prefix.length).toLowerCase() !== prefix) return false;
  const claim = name.slice(prefix.length);
  return (
    claim.length > 1 && (claim.startsWith(".") || (claim.length > 2 && claim.startsWith("[") && claim.endsWith("]")))
  );
}

/** Claims in conditions of a VirtualService that sidecars see as well: only gateways know them. */
export function* claimsAtMesh(routes: readonly HttpRoute[] | undefined, path: JsonPath): Iterable<Problem> {
  for (const [{ match }, routePath] of entriesOf(routes, path)) {
    for (const [{ headers, withoutHeaders }, matchPath] of entriesOf(match, [...routePath, "match"])) {
      yield* claims(headers, [...matchPath, "headers"]);
      yield* claims(withoutHeaders, [...matchPath, "withoutHeaders"]);
    }
  }
}

function* claims(conditions: StringMatches | undefined, path: JsonPath): Iterable<Problem> {
  if (conditions === undefined) return;
  for (const name of Object.keys(conditions)) {
    if (!isClaim(name)) continue;
    const message = `${showText(name)} in ${showPath(path)} is a claim of a token, and the VirtualService applies to sidecars, which do not know it`;
    yield keyProblem(rows.claimAtMesh, [...path, name], message, "list gateways, without mesh, in spec.gateways");
  }
}

import type { JsonPath } from "../../../model/index.js";
import type { Problem } from "../../problem.js";
import { entriesOf } from "../rule.js";
import { duration } from "../shared/durations.js";
import { actions } from "./actions.js";
import { corsPolicy } from "./cors.js";
import { httpDestinations } from "./destinations.js";
import { directAnswer } from "./direct-response.js";
import { faultInjection } from "./fault.js";
import { authorityOnce, headerChanges } from "./headers.js";
import { httpMatches } from "./match.js";
import { mirroring } from "./mirror.js";
import { redirection } from "./redirect.js";
import { retryPolicy } from "./retries.js";
import { rewriting } from "./rewrite.js";
import type { Scope } from "./scope.js";
import type { HttpRoute } from "./spec.js";

/** Each HTTP route for itself. */
export function* httpRoutes(routes: readonly HttpRoute[] | undefined, path: JsonPath, scope: Scope): Iterable<Problem> {
  for (const [route, at] of entriesOf(routes, path)) {
    yield* actions(route, at, scope);
    yield* httpMatches(route.match, [...at, "match"]);
    yield* httpDestinations(route.route, [...at, "route"], scope);
    yield* redirection(route, at);
    yield* directAnswer(route.directResponse, [...at, "directResponse"]);
    yield* rewriting(route.rewrite, [...at, "rewrite"]);
    yield* headerChanges(route.headers, [...at, "headers"]);
    yield* authorityOnce(route.rewrite, route.headers, at);
    yield* corsPolicy(route.corsPolicy, [...at, "corsPolicy"]);
    yield* faultInjection(route.fault, [...at, "fault"]);
    yield* mirroring(route, at);
    yield* retryPolicy(route.retries, [...at, "retries"]);
    yield* duration(route.timeout, [...at, "timeout"]);
  }
}

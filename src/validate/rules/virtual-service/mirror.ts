import { virtualServiceFindings as rows } from "../../../findings/rules/virtual-service.js";
import type { JsonPath } from "../../../model/index.js";
import type { Problem } from "../../problem.js";
import { showPath } from "../../show.js";
import { entriesOf, keyProblem } from "../rule.js";
import { percent } from "../shared/percent.js";
import { destination } from "./destinations.js";
import type { HttpRoute } from "./spec.js";

/** Services that get copies of requests, and of how many. */
export function* mirroring(route: HttpRoute, path: JsonPath): Iterable<Problem> {
  yield* wholePercent(route, path);
  yield* percent(route.mirrorPercentage?.value, [...path, "mirrorPercentage", "value"]);
  if (route.mirror !== undefined) yield* destination(route.mirror, [...path, "mirror"]);
  for (const [mirror, at] of entriesOf(route.mirrors, [...path, "mirrors"])) {
    yield* destination(mirror.destination, [...at, "destination"]);
    yield* percent(mirror.percentage?.value, [...at, "percentage", "value"]);
  }
}

/** The older field, which has two spellings. Istio reads the second where the first is absent. */
function* wholePercent(route: HttpRoute, path: JsonPath): Iterable<Problem> {
  const field = route.mirrorPercent === undefined ? "mirror_percent" : "mirrorPercent";
  const value = route[field];
  if (value === undefined || value === null) return;
  const at = [...path, field];
  yield* percent(value, at);
  const message = `${showPath(at)} is the old way to say how much is mirrored`;
  yield keyProblem(rows.outdated, at, message, `write mirrorPercentage: {value: ${value}}`);
}

import { sharedFindings } from "../../../findings/rules/shared.js";
import { virtualServiceFindings as rows } from "../../../findings/rules/virtual-service.js";
import type { JsonPath } from "../../../model/index.js";
import type { Problem } from "../../problem.js";
import { showPath } from "../../show.js";
import { entriesOf, problem } from "../rule.js";
import { wildcardDomain } from "../shared/hosts.js";
import { labelName, port } from "../shared/ports.js";
import { headerChanges } from "./headers.js";
import type { Scope } from "./scope.js";
import type { Destination, HttpDestination, WeightedDestination } from "./spec.js";

/** The destinations of an HTTP route, with the header changes of each. */
export function* httpDestinations(
  list: readonly HttpDestination[] | undefined,
  path: JsonPath,
  scope: Scope,
): Iterable<Problem> {
  yield* destinations(list, path, scope);
  for (const [{ headers }, at] of entriesOf(list, path)) yield* headerChanges(headers, [...at, "headers"]);
}

/** Destinations and their weights, which need not come to 100. */
export function* destinations(
  list: readonly WeightedDestination[] | undefined,
  path: JsonPath,
  { gatewayApi }: Scope,
): Iterable<Problem> {
  let total = 0;
  for (const [{ destination: to, weight = 0 }, at] of entriesOf(list, path)) {
    if (!gatewayApi) yield* destination(to, [...at, "destination"]);
    if (weight < 0) {
      const message = `${showPath([...at, "weight"])} is ${weight}, a share cannot be negative`;
      yield problem(rows.outOfRange, [...at, "weight"], message, "write 0 or more");
    }
    // Istio adds up in 32 bits.
    total = (total + weight) | 0;
  }
  if (total !== 0 || list === undefined || list.length < 2) return;
  const message = `${showPath(path)} has ${list.length} destinations whose weights come to 0`;
  yield problem(rows.weights, path, message, "give at least one of them a weight");
}

/** A service, with subset and port. */
export function* destination({ host, subset, port: selector }: Destination, path: JsonPath): Iterable<Problem> {
  if (host === "*") {
    const message = `${showPath([...path, "host"])} is *, and requests cannot go to all hosts`;
    yield problem(sharedFindings.host, [...path, "host"], message, "name a service");
  } else yield* wildcardDomain(host, [...path, "host"]);
  if (subset) yield* labelName(subset, [...path, "subset"]);
  if (selector !== undefined) yield* port(selector.number, [...path, "port", "number"]);
}

import { virtualServiceFindings as rows } from "../../../findings/rules/virtual-service.js";
import type { JsonPath } from "../../../model/index.js";
import type { Problem } from "../../problem.js";
import { showPath } from "../../show.js";
import { keyProblem, problem } from "../rule.js";
import type { Scope } from "./scope.js";
import type { HttpRoute } from "./spec.js";

/** What a route does with its requests: forward, redirect or answer them, or leave that to a delegate. */
export function* actions(route: HttpRoute, path: JsonPath, { delegate }: Scope): Iterable<Problem> {
  if (route.delegate !== undefined && !delegate) {
    yield* excluded(route, path, "delegate", ["redirect", "route"]);
    return;
  }
  if (route.delegate !== undefined) yield delegatesFurther([...path, "delegate"]);
  if (route.redirect !== undefined)
    yield* excluded(route, path, "redirect", ["route", "fault", "rewrite", "directResponse"]);
  else if (route.directResponse !== undefined)
    yield* excluded(route, path, "directResponse", ["route", "fault", "rewrite"]);
  else if (!isSet(route, "route") && route.delegate === undefined) yield idle(path, delegate);
  if (route.mirror !== undefined) yield* excluded(route, path, "mirror", ["mirrors"]);
}

type Field = "route" | "fault" | "rewrite" | "directResponse" | "redirect" | "mirrors";

/** An empty list is none. */
function isSet(route: HttpRoute, field: Field): boolean {
  const value = route[field];
  return Array.isArray(value) ? value.length > 0 : value !== undefined;
}

function* excluded(route: HttpRoute, path: JsonPath, field: string, others: readonly Field[]): Iterable<Problem> {
  for (const other of others) {
    if (!isSet(route, other)) continue;
    const message = `${showPath(path)} has both ${field} and ${other}, which exclude each other`;
    yield keyProblem(rows.exclusive, [...path, other], message, `keep ${field} or ${other}`);
  }
}

function idle(path: JsonPath, delegate: boolean): Problem {
  const choices = `route, redirect${delegate ? "" : ", delegate"} or directResponse`;
  return problem(rows.incomplete, path, `${showPath(path)} does nothing with its requests`, `add ${choices}`);
}

function delegatesFurther(path: JsonPath): Problem {
  const message = `${showPath(path)} delegates further, but a VirtualService without hosts is a delegate itself`;
  return keyProblem(rows.delegate, path, message, "write the routes here, or give the VirtualService hosts");
}

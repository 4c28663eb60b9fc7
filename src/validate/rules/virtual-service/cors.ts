import { sharedFindings } from "../../../findings/rules/shared.js";
import { virtualServiceFindings as rows } from "../../../findings/rules/virtual-service.js";
import type { JsonPath } from "../../../model/index.js";
import { parseDuration } from "../../../util/duration.js";
import type { Problem } from "../../problem.js";
import { showList, showPath, showText } from "../../show.js";
import { entriesOf, problem } from "../rule.js";
import { duration } from "../shared/durations.js";
import { headerName } from "../shared/header-names.js";
import { pattern } from "./match.js";
import type { CorsPolicy, StringMatch } from "./spec.js";

const methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "CONNECT", "OPTIONS", "TRACE", "*"];

/** Which other origins may call, and how. */
export function* corsPolicy(policy: CorsPolicy | undefined, path: JsonPath): Iterable<Problem> {
  if (policy === undefined) return;
  for (const [origin, at] of entriesOf(policy.allowOrigins, [...path, "allowOrigins"])) yield* allowOrigin(origin, at);
  for (const [method, at] of entriesOf(policy.allowMethods, [...path, "allowMethods"]))
    if (!methods.includes(method)) yield unknownMethod(method, at);
  for (const field of ["allowHeaders", "exposeHeaders"] as const)
    for (const [name, at] of entriesOf(policy[field], [...path, field])) yield* headerName(name, at, "http");
  yield* maxAge(policy.maxAge, [...path, "maxAge"]);
}

function* allowOrigin(origin: StringMatch, path: JsonPath): Iterable<Problem> {
  if (origin.exact || origin.prefix || origin.regex) yield* pattern(origin, path);
  else {
    const message = `${showPath(path)} names no origin`;
    yield problem(sharedFindings.emptyText, path, message, "write one with exact, prefix or regex");
  }
}

function unknownMethod(method: string, path: JsonPath): Problem {
  const message = `${showPath(path)} is ${showText(method)}, which is no HTTP method that CORS can allow`;
  return problem(rows.unknownWord, path, message, `write ${showList(methods, "or")}`);
}

/** Browsers are told whole seconds. */
function* maxAge(text: string | undefined, path: JsonPath): Iterable<Problem> {
  yield* duration(text, path);
  if (text === undefined || (parseDuration(text)?.nanos ?? 0) <= 0) return;
  const message = `${showPath(path)} is no whole number of seconds: ${showText(text)}`;
  yield problem(sharedFindings.duration, path, message, "round it to seconds");
}

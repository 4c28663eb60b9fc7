import { virtualServiceFindings as rows } from "../../../findings/rules/virtual-service.js";
import type { JsonPath } from "../../../model/index.js";
import type { Problem } from "../../problem.js";
import { showPath, showText } from "../../show.js";
import { keyProblem, problem } from "../rule.js";
import { duration } from "../shared/durations.js";
import type { Retries } from "./spec.js";

/** Envoy's conditions for HTTP and gRPC (router filter, x-envoy-retry-on and x-envoy-retry-grpc-on). */
const conditions: ReadonlySet<string> = new Set([
  "5xx",
  "gateway-error",
  "reset",
  "reset-before-request",
  "connect-failure",
  "retriable-4xx",
  "refused-stream",
  "retriable-status-codes",
  "retriable-headers",
  "envoy-ratelimited",
  "http3-post-connect-failure",
  "cancelled",
  "deadline-exceeded",
  "internal",
  "resource-exhausted",
  "unavailable",
]);

/** The status codes that have a name in Go's net/http, first and last of each run. */
const statuses = [
  [100, 103],
  [200, 208],
  [226, 226],
  [300, 305],
  [307, 308],
  [400, 418],
  [421, 426],
  [428, 429],
  [431, 431],
  [451, 451],
  [500, 508],
  [510, 511],
] as const;

/** When and how often a request is tried again. */
export function* retryPolicy(retries: Retries | undefined, path: JsonPath): Iterable<Problem> {
  if (retries === undefined) return;
  const attempts = retries.attempts ?? 0;
  if (attempts < 0) {
    const message = `${showPath([...path, "attempts"])} is ${attempts}, a request cannot be tried less than once`;
    yield problem(rows.outOfRange, [...path, "attempts"], message, "write 0, which turns retries off, or more");
  }
  if (attempts === 0) yield* turnedOff(retries, path);
  yield* duration(retries.perTryTimeout, [...path, "perTryTimeout"]);
  yield* duration(retries.backoff, [...path, "backoff"]);
  yield* retryOn(retries.retryOn, [...path, "retryOn"]);
}

function* turnedOff(retries: Retries, path: JsonPath): Iterable<Problem> {
  const settings = {
    perTryTimeout: retries.perTryTimeout !== undefined,
    retryOn: Boolean(retries.retryOn),
    retryRemoteLocalities: retries.retryRemoteLocalities !== undefined && retries.retryRemoteLocalities !== null,
  };
  for (const [field, isSet] of Object.entries(settings)) {
    if (!isSet) continue;
    const at = [...path, field];
    const how = retries.attempts === undefined ? "without attempts there are none" : "attempts is 0";
    const message = `${showPath(at)} is set though retries are off: ${how}`;
    yield keyProblem(rows.retriesOff, at, message, `write attempts: 1 or more, or remove ${field}`);
  }
}

/** Conditions separated by commas, without spaces. */
function* retryOn(text: string | undefined, path: JsonPath): Iterable<Problem> {
  if (!text) return;
  const unknown = text.split(",").find((condition) => !conditions.has(condition) && !isStatus(condition));
  if (unknown === undefined) return;
  const message = `${showPath(path)} has ${showText(unknown)}, which is neither a condition for retries nor a status code`;
  const remedy = conditions.has(unknown.trim())
    ? "write the conditions without spaces"
    : "write conditions such as 5xx or connect-failure, or status codes, separated by commas";
  yield problem(rows.unknownWord, path, message, remedy);
}

function isStatus(text: string): boolean {
  if (!/^[-+]?\d+$/.test(text)) return false;
  const status = Number(text);
  return statuses.some(([first, last]) => status >= first && status <= last);
}

import { virtualServiceFindings as rows } from "../../../findings/rules/virtual-service.js";
import type { JsonPath } from "../../../model/index.js";
import type { Problem } from "../../problem.js";
import { showList, showPath, showText } from "../../show.js";
import { keyProblem, problem } from "../rule.js";
import { duration } from "../shared/durations.js";
import { fractionalPercent } from "../shared/percent.js";
import type { Fault, FaultAbort, FaultDelay } from "./spec.js";
import { httpStatus } from "./status.js";

/** The names of gRPC's status codes (github.com/grpc/grpc, doc/statuscodes.md). */
const grpcStatuses = [
  "OK",
  "CANCELLED",
  "UNKNOWN",
  "INVALID_ARGUMENT",
  "DEADLINE_EXCEEDED",
  "NOT_FOUND",
  "ALREADY_EXISTS",
  "PERMISSION_DENIED",
  "RESOURCE_EXHAUSTED",
  "FAILED_PRECONDITION",
  "ABORTED",
  "OUT_OF_RANGE",
  "UNIMPLEMENTED",
  "INTERNAL",
  "UNAVAILABLE",
  "DATA_LOSS",
  "UNAUTHENTICATED",
];

/** Errors and delays made on purpose. */
export function* faultInjection(fault: Fault | undefined, path: JsonPath): Iterable<Problem> {
  if (fault === undefined) return;
  if (fault.abort === undefined && fault.delay === undefined)
    yield problem(rows.incomplete, path, `${showPath(path)} has neither abort nor delay`, "add one, or remove fault");
  if (fault.abort !== undefined) yield* abort(fault.abort, [...path, "abort"]);
  if (fault.delay !== undefined) yield* delay(fault.delay, [...path, "delay"]);
}

function* abort(abortFault: FaultAbort, path: JsonPath): Iterable<Problem> {
  yield* fractionalPercent(abortFault.percentage?.value, [...path, "percentage", "value"]);
  if (abortFault.httpStatus !== undefined) yield* httpStatus(abortFault.httpStatus, [...path, "httpStatus"]);
  else if (abortFault.grpcStatus !== undefined) yield* grpcStatus(abortFault.grpcStatus, [...path, "grpcStatus"]);
  else if (abortFault.http2Error !== undefined) yield unsupported([...path, "http2Error"], "httpStatus or grpcStatus");
}

function* grpcStatus(status: string, path: JsonPath): Iterable<Problem> {
  if (grpcStatuses.includes(status)) return;
  const message = `${showPath(path)} is ${showText(status)}, which is no gRPC status`;
  yield problem(rows.unknownWord, path, message, `write a name in capitals: ${showList(grpcStatuses, "or")}`);
}

function* delay(delayFault: FaultDelay, path: JsonPath): Iterable<Problem> {
  yield* fractionalPercent(delayFault.percentage?.value, [...path, "percentage", "value"]);
  yield* duration(delayFault.fixedDelay, [...path, "fixedDelay"]);
  if (delayFault.exponentialDelay !== undefined) yield unsupported([...path, "exponentialDelay"], "fixedDelay");
}

function unsupported(path: JsonPath, instead: string): Problem {
  const message = `${showPath(path)} is a fault that Istio does not implement`;
  return keyProblem(rows.unsupportedFault, path, message, `use ${instead}`);
}

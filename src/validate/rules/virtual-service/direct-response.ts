import type { FindingRow } from "../../../findings/row.js";
import { virtualServiceFindings as rows } from "../../../findings/rules/virtual-service.js";
import type { JsonPath } from "../../../model/index.js";
import type { Problem } from "../../problem.js";
import { showPath } from "../../show.js";
import { problem } from "../rule.js";
import type { DirectResponse } from "./spec.js";
import { httpStatus } from "./status.js";

const kib = 1024;
const mostBytes = 1024 * kib;
const manyBytes = 100 * kib;

/** A fixed answer. */
export function* directAnswer(response: DirectResponse | undefined, path: JsonPath): Iterable<Problem> {
  if (response === undefined) return;
  yield* httpStatus(response.status, [...path, "status"]);
  const { string, bytes } = response.body ?? {};
  if (string !== undefined) yield* size(Buffer.byteLength(string), [...path, "body", "string"]);
  if (bytes !== undefined) yield* size(Buffer.byteLength(bytes, "base64"), [...path, "body", "bytes"]);
}

/** The body goes to every proxy with every push of routes. */
function* size(count: number, path: JsonPath): Iterable<Problem> {
  if (count > mostBytes) yield tooLarge(rows.outOfRange, count, path, "1 MiB is the most");
  else if (count > manyBytes) yield tooLarge(rows.questionable, count, path, "every proxy gets it with its routes");
}

function tooLarge(row: FindingRow, count: number, path: JsonPath, reason: string): Problem {
  const message = `${showPath(path)} has ${Math.ceil(count / kib)} KiB, ${reason}`;
  return problem(row, path, message, "keep it under 100 KiB, or serve it from a service");
}

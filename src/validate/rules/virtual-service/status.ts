import { virtualServiceFindings as rows } from "../../../findings/rules/virtual-service.js";
import type { JsonPath } from "../../../model/index.js";
import type { Problem } from "../../problem.js";
import { showPath } from "../../show.js";
import { problem } from "../rule.js";

/** A status that can be answered: 600, which is none, is within Istio's bounds. */
export function* httpStatus(status: number, path: JsonPath): Iterable<Problem> {
  if (status < 200 || status > 600) yield outside(status, path, 200, 599);
}

/** The status of a redirect; 0 leaves it to the default. */
export function* redirectStatus(status: number | undefined, path: JsonPath): Iterable<Problem> {
  if (status && (status < 300 || status > 399)) yield outside(status, path, 300, 399);
}

function outside(status: number, path: JsonPath, least: number, most: number): Problem {
  const message = `${showPath(path)} is ${status}, no HTTP status that can be answered here`;
  return problem(rows.outOfRange, path, message, `write one from ${least} to ${most}`);
}

import { sharedFindings } from "../../../findings/rules/shared.js";
import type { JsonPath } from "../../../model/index.js";
import type { Problem } from "../../problem.js";
import { showPath } from "../../show.js";
import { problem } from "../rule.js";

/** Envoy counts fractions in millionths: the least share that is not none. */
const least = 0.0001;

/** A whole percentage; an absent one is 0. */
export function* percent(value: number | null | undefined, path: JsonPath): Iterable<Problem> {
  const share = value ?? 0;
  if (share < 0 || share > 100) yield outside(share, path, "0 to 100");
}

/** A percentage with a fraction; an absent one is 0. */
export function* fractionalPercent(value: number | null | undefined, path: JsonPath): Iterable<Problem> {
  const share = value ?? 0;
  if (share < 0 || share > 100 || (share > 0 && share < least)) yield outside(share, path, `${least} to 100, or 0`);
}

function outside(share: number, path: JsonPath, range: string): Problem {
  const message = `${showPath(path)} is ${share}, a percentage lies between 0 and 100`;
  return problem(sharedFindings.percentage, path, message, `write a number from ${range}`);
}

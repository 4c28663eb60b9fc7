import { sharedFindings } from "../../../findings/rules/shared.js";
import type { JsonPath } from "../../../model/index.js";
import type { Problem } from "../../problem.js";
import { showPath } from "../../show.js";
import { problem } from "../rule.js";
import { regex } from "./regex.js";

/** Of the three at most one is set, by the schema. */
export interface StringMatch {
  readonly exact?: string;
  readonly prefix?: string;
  readonly regex?: string;
}

/** A match whose prefix, if it has one, is not empty. */
export function* stringMatch(match: StringMatch | null | undefined, path: JsonPath): Iterable<Problem> {
  if (match?.prefix === "") yield empty([...path, "prefix"], "write a prefix, or regex: .* where any text will do");
  yield* regexMatch(match, path);
}

/** Only the regular expression of a match, where an empty prefix is taken. */
export function* regexMatch(match: StringMatch | null | undefined, path: JsonPath): Iterable<Problem> {
  if (match?.regex === "") yield empty([...path, "regex"], "write an expression, such as .* for any text");
  else if (match?.regex !== undefined) yield* regex(match.regex, [...path, "regex"]);
}

function empty(path: JsonPath, remedy: string): Problem {
  return problem(sharedFindings.emptyText, path, `${showPath(path)} is empty`, remedy);
}

import { sharedFindings } from "../../../findings/rules/shared.js";
import type { JsonPath } from "../../../model/index.js";
import type { Problem } from "../../problem.js";
import { showPath, showText } from "../../show.js";
import { entriesOf, problem } from "../rule.js";
import { maxPort } from "../shared/ports.js";

export type ListRule = (list: readonly string[], path: JsonPath) => Iterable<Problem>;

/** The rule of a list from the rule of its entries. */
export function each(rule: (text: string, path: JsonPath) => Iterable<Problem>): ListRule {
  return function* (list, path) {
    for (const [text, at] of entriesOf(list, path)) yield* rule(text, at);
  };
}

/** Port numbers as text; policies may name port 0. */
export const portTexts: ListRule = each(function* (text, path) {
  if (/^\d+$/.test(text) && Number(text) <= maxPort) return;
  const message = `${showPath(path)} is ${showText(text)}, which is no port number`;
  yield problem(sharedFindings.port, path, message, `write a number up to ${maxPort}, as text`);
});

import { sharedFindings } from "../../../findings/rules/shared.js";
import type { JsonPath } from "../../../model/index.js";
import type { Problem } from "../../problem.js";
import { showPath } from "../../show.js";
import { entriesOf, problem } from "../rule.js";

/** A text that is compared with something: an empty one would never match, or always. */
export function* notEmpty(text: string | undefined, path: JsonPath): Iterable<Problem> {
  if (text === "" || text === undefined)
    yield problem(sharedFindings.emptyText, path, `${showPath(path)} is empty`, "write a text, or remove the field");
}

/** The same for every entry of a list. */
export function* noneEmpty(list: readonly string[] | null | undefined, path: JsonPath): Iterable<Problem> {
  for (const [text, at] of entriesOf(list, path))
    if (text === "")
      yield problem(sharedFindings.emptyText, at, `${showPath(at)} is empty`, "write a text, or remove the entry");
}

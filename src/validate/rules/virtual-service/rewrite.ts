import { virtualServiceFindings as rows } from "../../../findings/rules/virtual-service.js";
import type { JsonPath } from "../../../model/index.js";
import type { Problem } from "../../problem.js";
import { showPath } from "../../show.js";
import { keyProblem, problem } from "../rule.js";
import { regex } from "../shared/regex.js";
import type { Rewrite } from "./spec.js";

/** Changes to path and host before a request goes on. */
export function* rewriting(rewrite: Rewrite | undefined, path: JsonPath): Iterable<Problem> {
  if (rewrite === undefined) return;
  const { uri, authority, uriRegexRewrite } = rewrite;
  if (uriRegexRewrite === undefined) {
    if (uri || authority) return;
    const message = `${showPath(path)} changes nothing`;
    yield problem(rows.incomplete, path, message, "add uri, uriRegexRewrite or authority, or remove rewrite");
    return;
  }
  const at = [...path, "uriRegexRewrite"];
  if (uri) {
    const message = `${showPath(path)} has both uri and uriRegexRewrite, which exclude each other`;
    yield keyProblem(rows.exclusive, at, message, "keep one of the two");
  }
  if (!uriRegexRewrite.match || !uriRegexRewrite.rewrite) {
    const missing = uriRegexRewrite.match ? "rewrite" : "match";
    const message = `${showPath(at)} has no ${missing}, it needs both what to look for and what to write instead`;
    yield problem(rows.incomplete, at, message, `add ${missing}`);
  } else yield* regex(uriRegexRewrite.match, [...at, "match"]);
}

import { compileRe2 } from "../../../cel/index.js";
import { sharedFindings } from "../../../findings/rules/shared.js";
import type { JsonPath } from "../../../model/index.js";
import type { Problem } from "../../problem.js";
import { showPath, showText } from "../../show.js";
import { problem } from "../rule.js";

/** In UTF-8. Istio's stand-in for the limit that Envoy has on a compiled expression. */
const maxBytes = 1024;

/** A regular expression as Envoy and Go read it. */
export function* regex(pattern: string, path: JsonPath): Iterable<Problem> {
  const fault = regexFault(pattern);
  if (fault === undefined) return;
  const message = `the regular expression ${showText(pattern)} at ${showPath(path)} ${fault}`;
  yield problem(
    sharedFindings.regex,
    path,
    message,
    "write it in RE2's syntax, which has no look-around and no back-references",
  );
}

/** What is wrong with a regular expression, as the end of a sentence. */
export function regexFault(pattern: string): string | undefined {
  const bytes = Buffer.byteLength(pattern);
  if (bytes > maxBytes) return `has ${bytes} bytes, ${maxBytes} are the most`;
  const compiled = compileRe2(pattern);
  return compiled.ok ? undefined : `cannot be compiled: ${compiled.reason}`;
}

import { authorizationPolicyFindings } from "../../../findings/rules/authorization-policy.js";
import type { JsonPath } from "../../../model/index.js";
import type { Problem } from "../../problem.js";
import { showPath, showText } from "../../show.js";
import { entriesOf, problem } from "../rule.js";

const oneSegment = "{*}";
const rest = "{**}";

/** RFC 3986 pchar without *, which has another meaning in a template. */
const literal = /^[a-zA-Z0-9\-._~%!$&'()+,;:@=]+$/;

/** Paths that may hold templates (Envoy's URI template match). */
export function* pathTemplates(list: readonly string[] | undefined, path: JsonPath): Iterable<Problem> {
  for (const [text, at] of entriesOf(list, path)) {
    const fault = templateFault(text);
    if (fault === undefined) continue;
    const message = `${showPath(at)} is ${showText(text)}, which ${fault}`;
    yield problem(
      authorizationPolicyFindings.pathTemplate,
      at,
      message,
      "write {*} for one whole segment and {**} once, after the last {*}",
    );
  }
}

function templateFault(text: string): string | undefined {
  if (!text.includes("{") && !text.includes("}")) return undefined;
  const isTemplate = text.includes(oneSegment) || text.includes(rest);
  let ended = false;
  for (const segment of text.replace(/^\/+/, "").replace(/\/+$/, "").split("/")) {
    if (segment === oneSegment || segment === rest) {
      if (ended) return "has a template after {**}";
      ended = segment === rest;
    } else if (segment.includes("{") || segment.includes("}")) {
      return `has braces that are no template of their own segment: ${showText(segment)}`;
    } else if (isTemplate && !literal.test(segment)) {
      return segment === ""
        ? "has an empty segment"
        : `has characters that a template's path cannot have: ${showText(segment)}`;
    }
  }
  return undefined;
}

import { compileRe2, type Re2 } from "../../re2.js";
import { type Budget, charge, EvaluationError } from "../values.js";
import { type Overload, overload } from "./overload.js";

type Pattern = Extract<Re2, { readonly ok: true }>;

/** Compiled patterns that are kept; those of policies are literals, and few. */
const maxPatterns = 200;

/**
 * Kubernetes' estimate for a match, which takes time as the product of the two lengths; of a pattern that repeats, what
 * it says at length is what counts.
 */
function chargeMatch(text: string, source: string, { size }: Pattern, budget: Budget): void {
  charge(budget, Math.ceil((text.length + 1) / 10) * Math.ceil(Math.max(source.length, size) / 4));
}

/** Regular expressions in RE2's syntax, which match in linear time. Compiled patterns are kept. */
export function regexFunctions(): readonly Overload[] {
  const patterns = new Map<string, Pattern>();
  const prepare = (text: string, source: string, budget: Budget): Pattern => {
    const compiled = patterns.get(source) ?? compileRe2(source);
    if (!compiled.ok) throw new EvaluationError(`not a regular expression: ${compiled.reason}`);
    if (patterns.size < maxPatterns) patterns.set(source, compiled);
    chargeMatch(text, source, compiled, budget);
    return compiled;
  };
  const all = (text: string, source: string, limit: number, budget: Budget) =>
    limit === 0 ? [] : prepare(text, source, budget).findAll(text, limit);
  return [
    overload("string.matches(string): bool", ([text, pattern], budget) =>
      prepare(text as string, pattern as string, budget).test(text as string),
    ),
    overload("matches(string, string): bool", ([text, pattern], budget) =>
      prepare(text as string, pattern as string, budget).test(text as string),
    ),
    overload(
      "string.find(string): string",
      ([text, pattern], budget) => all(text as string, pattern as string, 1, budget)[0] ?? "",
    ),
    overload("string.findAll(string): list<string>", ([text, pattern], budget) =>
      all(text as string, pattern as string, -1, budget),
    ),
    overload("string.findAll(string, int): list<string>", ([text, pattern, limit], budget) =>
      all(text as string, pattern as string, Number(limit), budget),
    ),
  ];
}

import { RE2JS } from "re2js";

/** Longest pattern that is compiled, in UTF-16 units: the worst ones of this length take about a second. */
export const maxPatternLength = 4096;

/** What came of a pattern: its test, or why it is none, in a few words that fit after a colon. */
export type Re2 =
  | {
      readonly ok: true;
      /** Instructions: matching takes time as their number by the length of the text, at worst. */
      readonly size: number;
      readonly test: (text: string) => boolean;
      /** The first matches from left to right, none inside another; all of them where the limit is negative. */
      readonly findAll: (text: string, limit: number) => readonly string[];
    }
  | { readonly ok: false; readonly reason: string };

/** Quoted text, a class of characters with its name, and every other escape: each begins where none before it ends. */
const escapes = /\\Q.*?(?:\\E|$)|\\[pP]\{\^?(?<name>[^}]*)\}|\\./gs;
/**
 * Names of classes that re2js knows and Go 1.26 does not: scripts since Unicode 16, properties, and every name with an
 * underscore, which Go takes out before it looks.
 */
const unknownClass = /_|^(?:Alphabetic|Dash|Emoji|Garay|Lowercase|Math|Sidetic|Sunuwar|Todhri|Unknown|Uppercase)$/;

/**
 * Compiles a regular expression in the RE2 syntax of Go's regexp package, as istiod does before it takes one. Patterns
 * and texts of users are safe here: matching is linear in the text, and length, depth and repeats are bounded. Refused
 * beyond Go: a name for two groups, as Envoy's RE2 refuses it; names of classes that Go knows since 1.25, such as
 * `\p{Letter}`, and Envoy does not; and `[[:` without a name of a class.
 */
export function compileRe2(pattern: string): Re2 {
  if (pattern.length > maxPatternLength) {
    return {
      ok: false,
      reason: `it has ${pattern.length} characters, more than the ${maxPatternLength} that are tried`,
    };
  }
  const unknown = classUnknownToGo(pattern);
  if (unknown !== undefined) return { ok: false, reason: `invalid character class range: \`${unknown}\`` };
  try {
    const compiled = RE2JS.compile(pattern);
    return {
      ok: true,
      size: compiled.programSize(),
      test: (text) => compiled.test(text),
      findAll: (text, limit) => findAll(compiled, text, limit),
    };
  } catch (error) {
    return { ok: false, reason: reasonOf(error) };
  }
}

/** Whether a pattern occurs somewhere in a text, as `matches` of CEL says. Throws a SyntaxError where it is no pattern. */
export function matchesRe2(pattern: string, text: string): boolean {
  const compiled = compileRe2(pattern);
  if (!compiled.ok) throw new SyntaxError(`not a regular expression: ${compiled.reason}`);
  return compiled.test(text);
}

function classUnknownToGo(pattern: string): string | undefined {
  for (const { 0: text, groups } of pattern.matchAll(escapes)) {
    if (groups?.name !== undefined && unknownClass.test(groups.name)) return text;
  }
  return undefined;
}

/** As Go's FindAllString: an empty match right behind another match is none. */
function findAll(compiled: RE2JS, text: string, limit: number): readonly string[] {
  const found: string[] = [];
  const matcher = compiled.matcher(text);
  let end = -1;
  while ((limit < 0 || found.length < limit) && matcher.find()) {
    const isEmpty = matcher.start() === matcher.end();
    if (!(isEmpty && matcher.start() === end)) found.push(matcher.group() ?? "");
    end = matcher.end();
  }
  return found;
}

function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.replace(/^error parsing regexp: /, "");
}

import { Environment } from "@marcbachmann/cel-js";
import { parseNanoseconds } from "../util/duration.js";
import { compileRe2 } from "./re2.js";
import { parseRequestUrl, parseUrl, type Url } from "./url.js";

/** What a rule's `self` is declared as. */
export type SelfType = "string" | "int" | "double" | "bool" | "list" | "map<string, dyn>" | "dyn";

/**
 * The functions that rules may call, by the name under which each is evaluated. Those of another name replace one of
 * the library that accepts or counts otherwise than Kubernetes: regular expressions of JavaScript, lenient numbers and
 * durations, UTF-16 units. What is missing here has not been held against Kubernetes, and is refused by name.
 */
export const functions: ReadonlyMap<string, string> = new Map([
  ...["has", "all", "exists", "exists_one", "size", "contains", "startsWith", "endsWith"].map(same),
  ...["isURL", "url", "getScheme"].map(same),
  ["duration", "duration_of_go"],
  ["int", "int_of_go"],
  ["matches", "matches_re2"],
  ["substring", "substring_of_characters"],
]);

function same(name: string): [string, string] {
  return [name, name];
}

/** The type of Kubernetes' `url`. */
class UrlValue implements Url {
  constructor(readonly scheme: string) {}
}

/** An environment in which `self` has the type. */
export function createEnvironment(self: SelfType): Environment {
  const library = new Environment();
  const toDuration = library.clone().registerVariable("text", "string").parse("duration(text)");
  const patternOf = keeping(compile);
  const durationOf = keeping((text) => {
    const nanoseconds = parseNanoseconds(text);
    if (nanoseconds === undefined) throw new RangeError("not a duration");
    return toDuration({ text: `${nanoseconds}ns` }) as unknown;
  });
  return library
    .clone()
    .registerVariable("self", self)
    .registerType("kubernetes.URL", UrlValue)
    .registerFunction("isURL(string): bool", (text: string) => parseRequestUrl(text) !== undefined)
    .registerFunction("url(string): kubernetes.URL", (text: string) => {
      const url = parseUrl(text);
      if (url === undefined) throw new RangeError("not a URL");
      return new UrlValue(url.scheme);
    })
    .registerFunction("kubernetes.URL.getScheme(): string", (url: UrlValue) => url.scheme)
    .registerFunction("duration_of_go(string): google.protobuf.Duration", durationOf)
    .registerFunction("int_of_go(dyn): int", toInteger)
    .registerFunction("string.matches_re2(string): bool", (text: string, pattern: string) => patternOf(pattern)(text))
    .registerFunction("string.substring_of_characters(int): string", (text: string, from: bigint) =>
      substring(text, from, undefined),
    )
    .registerFunction("string.substring_of_characters(int, int): string", substring);
}

/** Results that are kept, and the longest text with one: those of rules are literals, few and short. */
const maxKept = 100;
const maxKeptText = 1_000;

/** The function, with what it gives for the first texts kept. */
function keeping<Result>(make: (text: string) => Result): (text: string) => Result {
  const kept = new Map<string, Result>();
  return (text) => {
    const known = kept.get(text);
    if (known !== undefined) return known;
    const made = make(text);
    if (kept.size < maxKept && text.length <= maxKeptText) kept.set(text, made);
    return made;
  };
}

function compile(pattern: string): (text: string) => boolean {
  const compiled = compileRe2(pattern);
  if (!compiled.ok) throw new SyntaxError(`not a regular expression: ${compiled.reason}`);
  return compiled.test;
}

function toInteger(value: unknown): bigint {
  if (typeof value === "bigint") return value;
  const integer =
    typeof value === "string" && /^[+-]?[0-9]{1,40}$/.test(value) ? BigInt(value.replace("+", "")) : undefined;
  if (integer === undefined || BigInt.asIntN(64, integer) !== integer) throw new RangeError("not an integer");
  return integer;
}

/** Counts in Unicode characters, as CEL does. */
function substring(text: string, from: bigint, to: bigint | undefined): string {
  const characters = [...text];
  const start = Number(from);
  const end = to === undefined ? characters.length : Number(to);
  if (start < 0 || end > characters.length || start > end) throw new RangeError("the text is shorter than that");
  return characters.slice(start, end).join("");
}

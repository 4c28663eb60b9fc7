import { Duration, EvaluationError, TypeValue, typeNameOf, type Value } from "../values.js";
import { doubleToText, durationToText } from "./conversions.js";

/** The verbs that are known here: text, whole number and percent sign. */
const verb = /%(.?)/gsu;

/** The first verb of a format that is not known here; undefined where all are. */
export function unknownVerb(format: string): string | undefined {
  for (const [whole, letter = ""] of format.matchAll(verb)) if (!"sd%".includes(letter) || letter === "") return whole;
  return undefined;
}

/** The letters of a format's verbs that take a value. */
export function verbsOf(format: string): readonly string[] {
  return [...format.matchAll(verb)].flatMap(([, letter = ""]) => (letter === "%" ? [] : [letter]));
}

/** Puts values into a text at its verbs, as `"%s has %d hosts".format([name, count])` asks. */
export function formatText(format: string, args: readonly Value[]): string {
  const unknown = unknownVerb(format);
  if (unknown !== undefined) throw new EvaluationError(`the format ${unknown} is not supported here`);
  let used = 0;
  return format.replace(verb, (_, letter: string) => {
    if (letter === "%") return "%";
    const arg = args[used];
    if (arg === undefined) throw new EvaluationError(`index ${used} out of range`);
    used += 1;
    return letter === "d" ? wholeNumber(arg) : textOf(arg);
  });
}

function wholeNumber(value: Value): string {
  if (typeof value !== "bigint") throw new EvaluationError(`%d takes an integer, not ${typeNameOf(value)}`);
  return String(value);
}

/** A value as %s writes it: texts as they are, in lists and maps in quotes. */
function textOf(value: Value): string {
  if (typeof value === "number") return doubleToText(value);
  if (value instanceof Duration) return durationToText(value);
  return typeof value === "string" ? value : inside(value);
}

/** A value in a list or map. */
function inside(value: Value): string {
  if (value === null || typeof value === "bigint" || typeof value === "boolean") return String(value);
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "number") return value.toFixed(6);
  if (Array.isArray(value)) return `[${(value as readonly Value[]).map(inside).join(", ")}]`;
  if (value instanceof Duration) return `duration(${JSON.stringify(durationToText(value))})`;
  if (value instanceof TypeValue) return value.name;
  if (!(value instanceof Map)) throw new EvaluationError(`%s takes no ${typeNameOf(value)}`);
  const entries = [...(value as ReadonlyMap<Value, Value>)].map(
    ([key, entry]) => [inside(key), inside(entry)] as const,
  );
  entries.sort(([one], [other]) => (one < other ? -1 : one > other ? 1 : 0));
  return `{${entries.map(([key, entry]) => `${key}:${entry}`).join(", ")}}`;
}

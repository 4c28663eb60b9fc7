import { parseNanoseconds } from "../../../util/duration.js";
import { characters, Duration, EvaluationError, Optional, TypeValue, typeNameOf, type Value } from "../values.js";
import { declared, type Overload, overload } from "./overload.js";

const truths: ReadonlyMap<string, boolean> = new Map([
  ...["1", "t", "T", "true", "TRUE", "True"].map((text) => [text, true] as const),
  ...["0", "f", "F", "false", "FALSE", "False"].map((text) => [text, false] as const),
]);

const decimal = /^[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,6})?$/;

function textToInteger(text: string): bigint {
  const integer = /^[+-]?[0-9]{1,40}$/.test(text) ? BigInt(text.replace("+", "")) : undefined;
  if (integer === undefined || BigInt.asIntN(64, integer) !== integer) throw new EvaluationError("not an integer");
  return integer;
}

function doubleToInteger(value: number): bigint {
  if (!(Math.abs(value) < 2 ** 63)) throw new EvaluationError("integer overflow");
  return BigInt(Math.trunc(value));
}

function textToDouble(text: string): number {
  if (!decimal.test(text) || !Number.isFinite(Number(text))) throw new EvaluationError("not a number");
  return Number(text);
}

function textToBool(text: string): boolean {
  const truth = truths.get(text);
  if (truth === undefined) throw new EvaluationError("neither true nor false");
  return truth;
}

function textToDuration(text: string): Duration {
  const nanoseconds = parseNanoseconds(text);
  if (nanoseconds === undefined) throw new EvaluationError(`not a duration: ${JSON.stringify(text.slice(0, 40))}`);
  return new Duration(nanoseconds);
}

/** A double as Go's %g writes it. */
export function doubleToText(value: number): string {
  if (Number.isNaN(value)) return "NaN";
  if (!Number.isFinite(value)) return value < 0 ? "-Inf" : "+Inf";
  if (value === 0) return Object.is(value, -0) ? "-0" : "0";
  const [digits = "", power = ""] = value.toExponential().split("e");
  const exponent = Number(power);
  return exponent < -4 || exponent >= 6 ? scientific(digits, exponent) : String(value);
}

function scientific(digits: string, exponent: number): string {
  return `${digits}e${exponent < 0 ? "-" : "+"}${String(Math.abs(exponent)).padStart(2, "0")}`;
}

/** A duration as CEL writes it: seconds, with a fraction where there is one. */
export function durationToText({ nanoseconds }: Duration): string {
  const seconds = Number(nanoseconds / 1_000_000_000n) + Number(nanoseconds % 1_000_000_000n) / 1e9;
  const text = String(seconds);
  return `${text.includes("e") ? seconds.toFixed(9).replace(/\.?0+$/, "") : text}s`;
}

function part(name: string, nanoseconds: bigint): Overload {
  return overload(
    `google.protobuf.Duration.${name}(): int`,
    ([value]) => (value as Duration).nanoseconds / nanoseconds,
  );
}

/** Conversions between types, and what is asked of types, durations and optional values. */
export const conversions: readonly Overload[] = [
  overload("int(int): int", ([value = null]) => value),
  overload("int(double): int", ([value]) => doubleToInteger(value as number)),
  overload("int(string): int", ([value]) => textToInteger(value as string)),
  overload("double(double): double", ([value = null]) => value),
  overload("double(int): double", ([value]) => Number(value)),
  overload("double(string): double", ([value]) => textToDouble(value as string)),
  overload("string(string): string", ([value = null]) => value),
  overload("string(int): string", ([value]) => String(value)),
  overload("string(bool): string", ([value]) => String(value)),
  overload("string(double): string", ([value]) => doubleToText(value as number)),
  overload("string(google.protobuf.Duration): string", ([value]) => durationToText(value as Duration)),
  overload("bool(bool): bool", ([value = null]) => value),
  overload("bool(string): bool", ([value]) => textToBool(value as string)),
  overload("duration(google.protobuf.Duration): google.protobuf.Duration", ([value = null]) => value),
  overload("duration(string): google.protobuf.Duration", ([value]) => textToDuration(value as string)),
  overload("dyn(A): dyn", ([value = null]) => value),
  overload("type(A): type", ([value = null]) => new TypeValue(typeNameOf(value))),
  ...["string", "list<A>", "map<A, B>"].flatMap(sizes),
  part("getHours", 3_600_000_000_000n),
  part("getMinutes", 60_000_000_000n),
  part("getSeconds", 1_000_000_000n),
  part("getMilliseconds", 1_000_000n),
  overload("optional.of(A): optional_type<A>", ([value = null]) => new Optional(value)),
  overload("optional.none(): optional_type<A>", () => new Optional(undefined)),
  overload("optional_type<A>.hasValue(): bool", ([value]) => (value as Optional).value !== undefined),
  overload("optional_type<A>.value(): A", ([optional]) => {
    const { value } = optional as Optional;
    if (value === undefined) throw new EvaluationError("the optional value is absent");
    return value;
  }),
  declared("optional_type<A>.or(optional_type<A>): optional_type<A>"),
  declared("optional_type<A>.orValue(A): A"),
];

function sizes(type: string): readonly Overload[] {
  const size = ([value]: readonly Value[]) => BigInt(sizeOf(value ?? null));
  return [overload(`size(${type}): int`, size), overload(`${type}.size(): int`, size)];
}

function sizeOf(value: Value): number {
  if (typeof value === "string") return characters(value).length;
  return value instanceof Map ? value.size : (value as readonly Value[]).length;
}

import {
  charge,
  Duration,
  EvaluationError,
  holds,
  isEqual,
  lookUp,
  selectOptionally,
  typeNameOf,
  type Value,
} from "../values.js";
import { declared, type Overload, overload } from "./overload.js";

/** The 64 bits of integers, and of a duration's nanoseconds. */
function inRange(value: bigint): bigint {
  if (BigInt.asIntN(64, value) !== value) throw new EvaluationError("integer overflow");
  return value;
}

function integers(sign: string, compute: (one: bigint, other: bigint) => bigint): Overload {
  return overload(`_${sign}_(int, int): int`, ([one, other]) => inRange(compute(one as bigint, other as bigint)));
}

function doubles(sign: string, compute: (one: number, other: number) => number): Overload {
  return overload(`_${sign}_(double, double): double`, ([one, other]) => compute(one as number, other as number));
}

function durations(sign: string, compute: (one: bigint, other: bigint) => bigint): Overload {
  const type = "google.protobuf.Duration";
  return overload(`_${sign}_(${type}, ${type}): ${type}`, ([one, other]) => {
    const nanoseconds = compute((one as Duration).nanoseconds, (other as Duration).nanoseconds);
    return new Duration(inRange(nanoseconds));
  });
}

function divide(one: bigint, other: bigint): bigint {
  if (other === 0n) throw new EvaluationError("division by zero");
  return one / other;
}

function modulo(one: bigint, other: bigint): bigint {
  if (other === 0n) throw new EvaluationError("modulus by zero");
  return one % other;
}

const comparable = ["bool", "int", "double", "string", "google.protobuf.Duration"].map((type) => [type, type]);
const pairs = [...comparable, ["int", "double"], ["double", "int"]];

function comparisons(sign: string, test: (order: number) => boolean): readonly Overload[] {
  return pairs.map(([one, other]) =>
    overload(`_${sign}_(${one}, ${other}): bool`, ([left = null, right = null]) => {
      const order = compare(left, right);
      return order !== undefined && test(order);
    }),
  );
}

/** Texts are ordered by their UTF-8 bytes, which is the order of code points; a double that is no number has no order. */
export function compare(one: Value, other: Value): number | undefined {
  if (typeof one === "string" && typeof other === "string") return Buffer.compare(Buffer.from(one), Buffer.from(other));
  const [left, right] = [orderable(one), orderable(other)];
  if (Number.isNaN(left) || Number.isNaN(right)) return undefined;
  return left < right ? -1 : left > right ? 1 : 0;
}

function orderable(value: Value): number | bigint {
  if (value instanceof Duration) return value.nanoseconds;
  if (typeof value === "boolean") return Number(value);
  if (typeof value === "number" || typeof value === "bigint") return value;
  throw new EvaluationError(`values of type ${typeNameOf(value)} have no order`);
}

const [ofList, ofMap] = ["list<A>, int", "map<A, B>, A"];

/** `[?i]`, and `[i]` of what may be absent. */
const optionalIndexes: readonly Overload[] = [
  [`_[?]_(${ofList}): optional_type<A>`, `_[?]_(${ofMap}): optional_type<B>`],
  ["_[]_", "_[?]_"].flatMap((name) => [
    `${name}(optional_type<list<A>>, int): optional_type<A>`,
    `${name}(optional_type<map<A, B>>, A): optional_type<B>`,
  ]),
]
  .flat()
  .map((signature) => overload(signature, ([target = null, key = null]) => selectOptionally(target, key)));

const timestamp = "google.protobuf.Timestamp";
const duration = "google.protobuf.Duration";

/** Types that no value has here, which keep a result open where an operand is not known before it is evaluated. */
const otherTypes: readonly Overload[] = [
  ...["+", "-", "*", "/", "%"].map((sign) => `_${sign}_(uint, uint): uint`),
  "_+_(bytes, bytes): bytes",
  `_+_(${timestamp}, ${duration}): ${timestamp}`,
  `_+_(${duration}, ${timestamp}): ${timestamp}`,
  `_-_(${timestamp}, ${timestamp}): ${duration}`,
  `_-_(${timestamp}, ${duration}): ${timestamp}`,
].map(declared);

/** Operators with a value on each side, and in front of one. */
export const operators: readonly Overload[] = [
  integers("+", (one, other) => one + other),
  integers("-", (one, other) => one - other),
  integers("*", (one, other) => one * other),
  integers("/", divide),
  integers("%", modulo),
  doubles("+", (one, other) => one + other),
  doubles("-", (one, other) => one - other),
  doubles("*", (one, other) => one * other),
  doubles("/", (one, other) => one / other),
  durations("+", (one, other) => one + other),
  durations("-", (one, other) => one - other),
  overload("_+_(string, string): string", ([one, other]) => `${one as string}${other as string}`),
  overload("_+_(list<A>, list<A>): list<A>", ([one, other]) => [...(one as Value[]), ...(other as Value[])]),
  ...comparisons("<", (order) => order < 0),
  ...comparisons("<=", (order) => order <= 0),
  ...comparisons(">", (order) => order > 0),
  ...comparisons(">=", (order) => order >= 0),
  overload("_==_(A, A): bool", ([one = null, other = null], budget) => isEqual(one, other, budget)),
  overload("_!=_(A, A): bool", ([one = null, other = null], budget) => !isEqual(one, other, budget)),
  overload("_in_(A, list<A>): bool", ([value = null, list], budget) => holds(list as readonly Value[], value, budget)),
  overload("_in_(A, map<A, B>): bool", ([key = null, map]) => lookUp(map as Map<Value, Value>, key) !== undefined),
  overload("_[]_(list<A>, int): A", ([list, index]) => {
    const entry = (list as readonly Value[])[Number(index)];
    if (entry === undefined) throw new EvaluationError(`index out of bounds: ${String(index)}`);
    return entry;
  }),
  overload("_[]_(map<A, B>, A): B", ([map, key = null]) => {
    const entry = lookUp(map as Map<Value, Value>, key);
    if (entry === undefined) throw new EvaluationError(`no such key: ${String(key)}`);
    return entry;
  }),
  ...optionalIndexes,
  ...otherTypes,
  overload("!_(bool): bool", ([value]) => value === false),
  overload("-_(int): int", ([value]) => inRange(-(value as bigint))),
  overload("-_(double): double", ([value]) => -(value as number)),
];

/** What every function pays: a tenth of each text or list that it is given, as Kubernetes estimates a pass over it. */
export function chargeArguments(args: readonly Value[], budget: { left: number }): void {
  let cost = 0;
  for (const arg of args) {
    if (typeof arg === "string" || Array.isArray(arg)) cost += arg.length / 10;
  }
  charge(budget, cost);
}

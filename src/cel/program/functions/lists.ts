import { type Budget, EvaluationError, holds, isEqual, typeNameOf, type Value } from "../values.js";
import { compare } from "./operators.js";
import { type Overload, overload } from "./overload.js";

function list(value: Value | undefined): readonly Value[] {
  return value as readonly Value[];
}

function isSorted(entries: readonly Value[]): boolean {
  return entries.every((entry, index) => index === 0 || order(entries[index - 1] ?? null, entry) <= 0);
}

function order(one: Value, other: Value): number {
  return compare(one, other) ?? 0;
}

/** The entry that comes first where the sign is 1, last where it is -1. */
function extreme(entries: readonly Value[], sign: 1 | -1): Value {
  const [first] = entries;
  if (first === undefined) throw new EvaluationError("the list is empty");
  return entries.reduce<Value>((best, entry) => (order(entry, best) * sign < 0 ? entry : best), first);
}

/** Of integers only: Kubernetes cannot tell either what else a list holds whose type is not known before. */
function sum(entries: readonly Value[]): bigint {
  return entries.reduce<bigint>((total, entry) => {
    if (typeof entry !== "bigint") throw new EvaluationError(`sum takes integers, not ${typeNameOf(entry)}`);
    const next = total + entry;
    if (BigInt.asIntN(64, next) !== next) throw new EvaluationError("integer overflow");
    return next;
  }, 0n);
}

function contains(whole: readonly Value[], part: readonly Value[], budget: Budget): boolean {
  return part.every((entry) => holds(whole, entry, budget));
}

const summable = ["int", "uint", "double", "google.protobuf.Duration"];
const comparable = [...summable, "bool", "string", "bytes", "google.protobuf.Timestamp"];

/** A form of a function for each type; they do the same, and tell what the result is where the type is known. */
function each(types: readonly string[], forms: (type: string) => readonly Overload[]): readonly Overload[] {
  return types.flatMap(forms);
}

/** What Kubernetes has for lists, and cel-go for lists as sets. */
export const lists: readonly Overload[] = [
  ...each(comparable, (type) => [
    overload(`list<${type}>.isSorted(): bool`, ([entries]) => isSorted(list(entries))),
    overload(`list<${type}>.min(): ${type}`, ([entries]) => extreme(list(entries), 1)),
    overload(`list<${type}>.max(): ${type}`, ([entries]) => extreme(list(entries), -1)),
  ]),
  ...each(summable, (type) => [overload(`list<${type}>.sum(): ${type}`, ([entries]) => sum(list(entries)))]),
  overload("list<A>.indexOf(A): int", ([entries, wanted = null], budget) =>
    BigInt(list(entries).findIndex((entry) => isEqual(entry, wanted, budget))),
  ),
  overload("list<A>.lastIndexOf(A): int", ([entries, wanted = null], budget) =>
    BigInt(list(entries).findLastIndex((entry) => isEqual(entry, wanted, budget))),
  ),
  overload("sets.contains(list<A>, list<A>): bool", ([one, other], budget) => contains(list(one), list(other), budget)),
  overload(
    "sets.equivalent(list<A>, list<A>): bool",
    ([one, other], budget) => contains(list(one), list(other), budget) && contains(list(other), list(one), budget),
  ),
  overload("sets.intersects(list<A>, list<A>): bool", ([one, other], budget) =>
    list(one).some((entry) => holds(list(other), entry, budget)),
  ),
];

/** A value of an expression: integers as bigint, doubles as number, objects and maps as Map. */
export type Value =
  | null
  | boolean
  | number
  | bigint
  | string
  | readonly Value[]
  | ReadonlyMap<Value, Value>
  | Duration
  | Optional
  | TypeValue
  | UrlValue;

export class Duration {
  constructor(readonly nanoseconds: bigint) {}
}

/** What `.?field` gives; without a value where the field is absent. */
export class Optional {
  constructor(readonly value: Value | undefined) {}
}

/** What `type(x)` gives. */
export class TypeValue {
  constructor(readonly name: string) {}
}

export class UrlValue {
  constructor(
    readonly text: string,
    readonly scheme: string,
  ) {}
}

/** An expression that has no value for its input. Operators such as `||` may do without the part that failed. */
export class EvaluationError extends Error {}

/** An expression that takes too long. Nothing makes up for that. */
export class BudgetError extends Error {}

/** How much work is left, in about the units in which Kubernetes counts the cost of an expression. */
export interface Budget {
  left: number;
}

export function charge(budget: Budget, cost: number): void {
  budget.left -= cost;
  if (budget.left < 0) throw new BudgetError("it takes too long: the cost limit of an expression is exceeded");
}

/** The name of a value's type at run time, without what is in it. */
export function typeNameOf(value: Value): string {
  switch (typeof value) {
    case "boolean":
      return "bool";
    case "number":
      return "double";
    case "bigint":
      return "int";
    case "string":
      return "string";
    default:
      if (value === null) return "null_type";
      if (Array.isArray(value)) return "list";
      return objectTypeName(value as Exclude<typeof value, null | readonly Value[]>);
  }
}

function objectTypeName(value: object): string {
  if (value instanceof Duration) return "google.protobuf.Duration";
  if (value instanceof Optional) return "optional_type";
  if (value instanceof TypeValue) return "type";
  return value instanceof UrlValue ? "kubernetes.URL" : "map";
}

/** Whether two values are equal as CEL says: numbers by their value, and what differs in type is not. */
export function isEqual(one: Value, other: Value, budget: Budget): boolean {
  charge(budget, 1);
  if (typeof one === "string" || typeof one === "boolean" || one === null) {
    if (typeof one === "string") charge(budget, one.length / 10);
    return one === other;
  }
  if (typeof one === "number" || typeof one === "bigint") {
    // biome-ignore lint/suspicious/noDoubleEquals: an integer and a double are equal where their values are
    return (typeof other === "number" || typeof other === "bigint") && one == other;
  }
  if (Array.isArray(one)) return Array.isArray(other) && isEqualList(one, other, budget);
  if (one instanceof Map) return other instanceof Map && isEqualMap(one, other, budget);
  if (one instanceof Duration) return other instanceof Duration && one.nanoseconds === other.nanoseconds;
  if (one instanceof TypeValue) return other instanceof TypeValue && one.name === other.name;
  if (one instanceof UrlValue) return other instanceof UrlValue && one.text === other.text;
  if (!(one instanceof Optional) || !(other instanceof Optional)) return false;
  if (one.value === undefined || other.value === undefined) return one.value === other.value;
  return isEqual(one.value, other.value, budget);
}

function isEqualList(one: readonly Value[], other: readonly Value[], budget: Budget): boolean {
  return one.length === other.length && one.every((entry, index) => isEqual(entry, other[index] ?? null, budget));
}

function isEqualMap(one: ReadonlyMap<Value, Value>, other: ReadonlyMap<Value, Value>, budget: Budget): boolean {
  if (one.size !== other.size) return false;
  for (const [key, value] of one) {
    const found = lookUp(other, key);
    if (found === undefined || !isEqual(value, found, budget)) return false;
  }
  return true;
}

/** The entry of a map; a double finds the integer that it equals. */
export function lookUp(map: ReadonlyMap<Value, Value>, key: Value): Value | undefined {
  return map.get(typeof key === "number" && Number.isInteger(key) ? BigInt(key) : key);
}

/** What may be absent under a key; so is what is in a value that has no keys at all. */
export function selectOptionally(target: Value, key: Value): Optional {
  if (target instanceof Optional) return target.value === undefined ? target : selectOptionally(target.value, key);
  if (target instanceof Map) return new Optional(lookUp(target as ReadonlyMap<Value, Value>, key));
  if (!Array.isArray(target)) return new Optional(undefined);
  if (typeof key !== "bigint") throw new EvaluationError(`a list has no index of type ${typeNameOf(key)}`);
  return new Optional((target as readonly Value[])[Number(key)]);
}

/** Whether the list or, by its keys, the map holds the value. */
export function holds(container: readonly Value[] | ReadonlyMap<Value, Value>, value: Value, budget: Budget): boolean {
  if (container instanceof Map) return lookUp(container, value) !== undefined;
  return (container as readonly Value[]).some((entry) => isEqual(entry, value, budget));
}

/** Characters as CEL counts them, which are Unicode's code points. */
export function characters(text: string): readonly string[] {
  return [...text];
}

/** The value of an expression, or why it has none, in a few words. */
export type ProgramResult =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly reason: string };

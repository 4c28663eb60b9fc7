import { chargeArguments, type Library, takes } from "./functions/index.js";
import { type Call, callOf, type Loop, literalOf, loopOf, type Node, presenceOf } from "./tree.js";
import {
  type Budget,
  BudgetError,
  charge,
  EvaluationError,
  lookUp,
  Optional,
  selectOptionally,
  TypeValue,
  typeNameOf,
  type Value,
} from "./values.js";

/** What evaluating works with. */
export interface Run {
  readonly library: Library;
  readonly budget: Budget;
  /** The variables of the expression. */
  readonly variables: ReadonlyMap<Value, Value>;
}

/** A variable of a loop, and those around it. */
interface Scope {
  readonly name: string;
  readonly value: Value;
  readonly outer: Scope | undefined;
}

/** The value of an expression. Throws an EvaluationError where it has none, a BudgetError where that takes too long. */
export function evaluateNode(node: Node, run: Run, scope?: Scope): Value {
  charge(run.budget, 1);
  const loop = loopOf(node);
  if (loop !== undefined) return evaluateLoop(loop, run, scope);
  const presence = presenceOf(node);
  if (presence !== undefined) return isPresent(evaluateNode(presence.target, run, scope), presence.field);
  const call = callOf(node);
  if (call !== undefined) return evaluateCall(call, node, run, scope);
  switch (node.op) {
    case "value":
    case "-_":
      return literalOf(node) as Value;
    case "id":
      return named(node.args, run, scope);
    case ".":
      return select(evaluateNode(node.args[0], run, scope), node.args[1]);
    case ".?":
      return selectOptionally(evaluateNode(node.args[0], run, scope), node.args[1]);
    case "list":
      return node.args.map((entry) => evaluateNode(entry, run, scope));
    case "map":
      return evaluateMap(node.args, run, scope);
    case "?:":
      return evaluateNode(isTrue(evaluateNode(node.args[0], run, scope)) ? node.args[1] : node.args[2], run, scope);
    case "&&":
      return decide(node.args, false, run, scope);
    case "||":
      return decide(node.args, true, run, scope);
    default:
      throw new EvaluationError(`${node.op} is not supported here`);
  }
}

function named(name: string, { variables }: Run, scope: Scope | undefined): Value {
  for (let at = scope; at !== undefined; at = at.outer) if (at.name === name) return at.value;
  return variables.get(name) ?? (variables.has(name) ? null : new TypeValue(name));
}

function noOverload(what: string, ...values: readonly Value[]): EvaluationError {
  return new EvaluationError(`${what} takes no ${values.map(typeNameOf).join(", ")}`);
}

function isTrue(value: Value): boolean {
  if (typeof value !== "boolean") throw noOverload("a condition", value);
  return value;
}

function select(target: Value, field: string): Value {
  if (target instanceof Optional) return selectOptionally(target, field);
  if (!(target instanceof Map)) throw noOverload(`.${field}`, target);
  const value = lookUp(target as ReadonlyMap<Value, Value>, field);
  if (value === undefined) throw new EvaluationError(`no such key: ${field}`);
  return value;
}

function isPresent(target: Value, field: string): boolean {
  if (target instanceof Optional) return target.value !== undefined && isPresent(target.value, field);
  if (Array.isArray(target)) throw noOverload("has()", target);
  return target instanceof Map && target.has(field);
}

function evaluateMap(entries: readonly (readonly [Node, Node])[], run: Run, scope: Scope | undefined): Value {
  const map = new Map<Value, Value>();
  for (const [keyNode, valueNode] of entries) {
    const key = evaluateNode(keyNode, run, scope);
    if (!["string", "bigint", "boolean"].includes(typeof key)) throw noOverload("a key of a map", key);
    map.set(key, evaluateNode(valueNode, run, scope));
  }
  return map;
}

function evaluateCall({ name, args }: Call, node: Node, run: Run, scope: Scope | undefined): Value {
  if (name === ".orValue" || name === ".or") return alternative(name, args, run, scope);
  // cel-go knows the answer without asking what is in no list.
  if (name === "_in_" && args[1]?.op === "list" && args[1].args.length === 0) return false;
  const values = args.map((arg) => evaluateNode(arg, run, scope));
  if (name === "_[?]_") return selectOptionally(values[0] ?? null, values[1] ?? null);
  const form = run.library
    .get(name)
    ?.find(
      ({ parameters }) =>
        parameters.length === values.length &&
        parameters.every((parameter, index) => takes(parameter, values[index] ?? null)),
    );
  if (form === undefined) throw noOverload(node.op === "call" || node.op === "rcall" ? name : node.op, ...values);
  chargeArguments(values, run.budget);
  if (regexNames.has(name)) chargePattern(args[1], values[1], run.budget);
  return form.run(values, run.budget);
}

const regexNames: ReadonlySet<string> = new Set([".find", ".findAll", ".matches", "matches"]);

/** A pattern that stands literally is compiled once; any other is paid for each time, whether it is new or not. */
function chargePattern(node: Node | undefined, pattern: Value | undefined, budget: Budget): void {
  const isLiteral = node !== undefined && literalOf(node) !== undefined;
  if (!isLiteral && typeof pattern === "string") charge(budget, pattern.length * 100);
}

/** The value of the first, or the second, which is not evaluated where it is not needed. */
function alternative(name: string, [first, second]: readonly Node[], run: Run, scope: Scope | undefined): Value {
  const optional = first === undefined ? null : evaluateNode(first, run, scope);
  if (!(optional instanceof Optional) || second === undefined) throw noOverload(name, optional);
  if (optional.value !== undefined) return name === ".or" ? optional : optional.value;
  return evaluateNode(second, run, scope);
}

/** One part that decides makes up for another that fails; both are tried, in order. */
function decide(parts: readonly Node[], deciding: boolean, run: Run, scope: Scope | undefined): boolean {
  let failure: unknown;
  for (const part of parts) {
    try {
      if (isTrue(evaluateNode(part, run, scope)) === deciding) return deciding;
    } catch (error) {
      failure ??= tolerate(error);
    }
  }
  if (failure !== undefined) throw failure;
  return !deciding;
}

function tolerate(error: unknown): unknown {
  if (error instanceof BudgetError || !(error instanceof EvaluationError)) throw error;
  return error;
}

function entriesOf(value: Value, name: string): readonly Value[] {
  if (Array.isArray(value)) return value as readonly Value[];
  if (value instanceof Map) return [...(value as ReadonlyMap<Value, Value>).keys()];
  throw noOverload(name, value);
}

function evaluateLoop(loop: Loop, run: Run, outer: Scope | undefined): Value {
  const { name, condition, transform } = loop;
  const entries = entriesOf(evaluateNode(loop.over, run, outer), name);
  const holds = (value: Value) =>
    condition === undefined || isTrue(evaluateNode(condition, run, { name: loop.variable, value, outer }));
  charge(run.budget, entries.length);
  switch (name) {
    case "all":
      return decideEntries(entries, false, holds);
    case "exists":
      return decideEntries(entries, true, holds);
    case "exists_one":
      return entries.filter(holds).length === 1;
    case "filter":
      return entries.filter(holds);
    case "map": {
      const chosen: Value[] = [];
      for (const value of entries) {
        if (!holds(value) || transform === undefined) continue;
        chosen.push(evaluateNode(transform, run, { name: loop.variable, value, outer }));
      }
      return chosen;
    }
  }
}

function decideEntries(entries: readonly Value[], deciding: boolean, holds: (value: Value) => boolean): boolean {
  let failure: unknown;
  for (const value of entries) {
    try {
      if (holds(value) === deciding) return deciding;
    } catch (error) {
      failure ??= tolerate(error);
    }
  }
  if (failure !== undefined) throw failure;
  return !deciding;
}

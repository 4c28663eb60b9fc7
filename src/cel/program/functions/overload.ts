import { type Bindings, dyn, fits, isOpen, resolveType, splitList, type Type, typeOf } from "../types.js";
import { type Budget, EvaluationError, typeNameOf, type Value } from "../values.js";

/** What a function does. The budget is charged for work beyond a glance at each argument. */
type Implementation = (args: readonly Value[], budget: Budget) => Value;

/** One form of a function: the types that it takes, its receiver first, and what it gives. */
export interface Overload {
  /** As it is called: `name` of a function, `.name` of a method. */
  readonly name: string;
  readonly parameters: readonly Type[];
  readonly result: Type;
  readonly run: Implementation;
}

/** Functions whose names have a dot; before other dots stands the type of the receiver. */
const namespaced = /^(?:optional|sets)\./;

/** Reads a signature, as in `string.split(string): list<string>` or `_+_(int, int): int`. */
export function overload(signature: string, run: Implementation): Overload {
  const [, head = "", parameters = "", result = ""] = /^(.*?)\(([^)]*)\): (.*)$/.exec(signature) ?? [];
  const dot = namespaced.test(head) ? -1 : head.lastIndexOf(".");
  const receiver = dot < 0 ? [] : [head.slice(0, dot)];
  return {
    name: dot < 0 ? head : head.slice(dot),
    parameters: [...receiver, ...splitList(parameters)].map(typeOf),
    result: typeOf(result),
    run,
  };
}

/** A form for the checker alone: no value can be of its types, or what it does is decided elsewhere. */
export function declared(signature: string): Overload {
  return overload(signature, () => {
    throw new EvaluationError(`${signature} is not supported here`);
  });
}

/** The type of a call by the types of its arguments; undefined where no form of the function takes them. */
export function resultOf(candidates: readonly Overload[], args: readonly Type[]): Type | undefined {
  const results = candidates.flatMap(({ parameters, result }) => {
    const bindings: Bindings = new Map();
    const taken =
      parameters.length === args.length && parameters.every((to, index) => fits(to, args[index] ?? to, bindings));
    return taken ? [{ type: resolveType(result, bindings), open: isOpen(result, bindings) }] : [];
  });
  const [first, ...others] = results;
  if (first === undefined || others.length === 0) return first?.type;
  const isCertain = results.every(({ type, open }) => !open && JSON.stringify(type) === JSON.stringify(first.type));
  return isCertain ? first.type : dyn;
}

/** Whether a value may be given for the parameter: what is inside of lists and maps is left to the function. */
export function takes(parameter: Type, value: Value): boolean {
  return parameter.name === "dyn" || /^[A-Z]$/.test(parameter.name) || parameter.name === typeNameOf(value);
}

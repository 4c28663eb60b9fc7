import { maxDepth, tooDeep } from "./cursor.js";
import { CelSyntaxError } from "./error.js";

/** What must be known of a part of an expression to judge what stands around it. */
export interface Node {
  /** How many operators, selections, indexes and calls of methods stand above one another, as cel-go counts. */
  readonly height: number;
  /** Macros ask for a name or a selection. */
  readonly form: "name" | "selection" | "other";
  readonly name?: string;
}

/** A node around others that counts as none. */
export function highest(...nodes: readonly Node[]): Node {
  return { height: nodes.reduce((height, node) => Math.max(height, node.height), 0), form: "other" };
}

/** A node on top of others. */
export function over(...nodes: readonly Node[]): Node {
  const height = highest(...nodes).height + 1;
  if (height > maxDepth) throw tooDeep();
  return { height, form: "other" };
}

const loops: Readonly<Record<string, readonly number[]>> = {
  ".all": [2],
  ".exists": [2],
  ".exists_one": [2],
  ".filter": [2],
  ".map": [2, 3],
};

/** The call itself, or what the macro of that name makes of it. */
export function checkMacro(call: Node, name: string, args: readonly Node[]): Node {
  const [first] = args;
  if (name === "has" && args.length === 1) {
    if (first?.form !== "selection") throw new CelSyntaxError("has() takes a field, as in has(request.headers)");
    return { ...call, form: "selection" };
  }
  const isLoop = Object.hasOwn(loops, name) && loops[name]?.includes(args.length) === true;
  if (isLoop && (first?.form !== "name" || first.name === "__result__"))
    throw new CelSyntaxError(`${name.slice(1)}() takes the name of a variable first, as in list${name}(x, x > 1)`);
  return call;
}

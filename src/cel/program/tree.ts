import type { ASTNode } from "@marcbachmann/cel-js";

export type Node = ASTNode;

/** A call as the table of functions knows it: its name, and its arguments with the receiver first. */
export interface Call {
  readonly name: string;
  readonly args: readonly Node[];
}

/** A loop over a list or over the keys of a map. */
export interface Loop {
  readonly name: "all" | "exists" | "exists_one" | "filter" | "map";
  readonly over: Node;
  readonly variable: string;
  /** What is asked of each entry; undefined where map takes all. */
  readonly condition: Node | undefined;
  /** What map makes of each entry. */
  readonly transform: Node | undefined;
}

/** Names that stand before a dot without being values. */
const namespaces: ReadonlySet<string> = new Set(["optional", "sets"]);

/** The call that a node is; operators are calls, too. Undefined for what does not evaluate all of its parts. */
export function callOf(node: Node): Call | undefined {
  switch (node.op) {
    case "call":
      return { name: node.args[0], args: node.args[1] };
    case "rcall": {
      const [name, receiver, args] = node.args;
      if (receiver.op === "id" && namespaces.has(receiver.args)) return { name: `${receiver.args}.${name}`, args };
      return { name: `.${name}`, args: [receiver, ...args] };
    }
    case "!_":
      return { name: node.op, args: [node.args] };
    case "-_":
      return literalOf(node) === undefined ? { name: node.op, args: [node.args] } : undefined;
    case "[]":
    case "[?]":
      return { name: `_${node.op}_`, args: node.args };
    case "==":
    case "!=":
    case "<":
    case "<=":
    case ">":
    case ">=":
    case "in":
    case "+":
    case "-":
    case "*":
    case "/":
    case "%":
      return { name: `_${node.op}_`, args: node.args };
    default:
      return undefined;
  }
}

/** The value that stands literally; the sign of a number belongs to it. Undefined where there is none. */
export function literalOf(node: Node): unknown {
  if (node.op === "value") return node.args;
  if (node.op !== "-_" || node.args.op !== "value") return undefined;
  const number = node.args.args;
  return typeof number === "bigint" || typeof number === "number" ? -number : undefined;
}

/** The loop that a node is, with as many parts as it takes. */
export function loopOf(node: Node): Loop | undefined {
  if (node.op !== "rcall") return undefined;
  const [name, over, [variable, one, other]] = node.args;
  const count = node.args[2].length;
  if (variable?.op !== "id" || one === undefined) return undefined;
  switch (name) {
    case "all":
    case "exists":
    case "exists_one":
    case "filter":
      return count === 2 ? { name, over, variable: variable.args, condition: one, transform: undefined } : undefined;
    case "map":
      if (count === 2) return { name, over, variable: variable.args, condition: undefined, transform: one };
      return count === 3 ? { name, over, variable: variable.args, condition: one, transform: other } : undefined;
    default:
      return undefined;
  }
}

/** The field that `has` asks for, and of what. */
export function presenceOf(node: Node): { readonly target: Node; readonly field: string } | undefined {
  if (node.op !== "call" || node.args[0] !== "has") return undefined;
  const [selection] = node.args[1];
  if (node.args[1].length !== 1 || selection?.op !== ".") return undefined;
  return { target: selection.args[0], field: selection.args[1] };
}

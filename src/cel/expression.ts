import type { ASTNode } from "@marcbachmann/cel-js";
import { functions } from "./functions.js";

/** The fields of a value that an expression reads; or all of it; or only whether it is there. */
export type Reads = "presence" | "everything" | ReadonlyMap<string, Reads>;

const loops: ReadonlySet<string> = new Set(["all", "exists", "exists_one"]);

/** The nodes that a node consists of. */
export function parts(node: ASTNode): readonly ASTNode[] {
  switch (node.op) {
    case "value":
    case "id":
      return [];
    case "call":
      return node.args[1];
    case "rcall":
      return [node.args[1], ...node.args[2]];
    case "!_":
    case "-_":
      return [node.args];
    case ".":
    case ".?":
      return [node.args[0]];
    case "map":
      return node.args.flat();
    default:
      return node.args;
  }
}

/** Points every call to the function that does it as Kubernetes does. Throws for a function that is not known. */
export function bindFunctions(node: ASTNode): void {
  if (node.op === "call" || node.op === "rcall") {
    const name = functions.get(node.args[0]);
    if (name === undefined) throw new RangeError(`the function ${node.args[0]} is not supported`);
    node.args[0] = name;
  }
  for (const part of parts(node)) bindFunctions(part);
}

/** How deep loops over lists and maps stand inside each other. */
export function loopDepth(node: ASTNode): number {
  const inner = Math.max(0, ...parts(node).map(loopDepth));
  return node.op === "rcall" && loops.has(node.args[0]) ? inner + 1 : inner;
}

/** What the expression reads of `self`. */
export function readsOf(node: ASTNode): Reads {
  return readPaths(node).reduce<Reads>((reads, { path, reads: end }) => merge(reads, nest(path, end)), new Map());
}

interface ReadPath {
  readonly path: readonly string[];
  readonly reads: Reads;
}

function readPaths(node: ASTNode): readonly ReadPath[] {
  const [argument] = node.op === "call" && node.args[0] === "has" ? node.args[1] : [];
  const path = pathFromSelf(argument ?? node);
  if (path !== undefined) return [{ path, reads: argument === undefined ? "everything" : "presence" }];
  return parts(node).flatMap(readPaths);
}

/** The fields from `self` to the node's value; undefined where it is not reached by fields alone. */
function pathFromSelf(node: ASTNode): readonly string[] | undefined {
  if (node.op === "id") return node.args === "self" ? [] : undefined;
  if (node.op !== ".") return undefined;
  const path = pathFromSelf(node.args[0]);
  return path === undefined ? undefined : [...path, node.args[1]];
}

function nest(path: readonly string[], end: Reads): Reads {
  return path.reduceRight<Reads>((reads, field) => new Map([[field, reads]]), end);
}

function merge(one: Reads, other: Reads): Reads {
  if (one === "everything" || other === "everything") return "everything";
  if (one === "presence") return other;
  if (other === "presence") return one;
  const merged = new Map(one);
  for (const [field, reads] of other) {
    const present = merged.get(field);
    merged.set(field, present === undefined ? reads : merge(present, reads));
  }
  return merged;
}

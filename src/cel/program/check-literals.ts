import { compileRe2 } from "../re2.js";
import { CheckError } from "./check-error.js";
import { type Library, takes, unknownVerb, verbsOf } from "./functions/index.js";
import { callOf, literalOf, type Node } from "./tree.js";
import type { Type } from "./types.js";
import { EvaluationError, type Value } from "./values.js";

/** Conversions that Kubernetes tries on constants when a policy is stored. */
const conversions: ReadonlySet<string> = new Set(["bool", "double", "duration", "int", "string"]);

/**
 * Checks what stands literally in a call, which can be wrong before it is called: a pattern, a conversion, a format.
 */
export function checkLiterals(
  name: string,
  args: readonly Node[],
  library: Library,
  typeOfNode: (node: Node) => Type,
): void {
  const [first, second] = args;
  if (conversions.has(name) && first !== undefined) convert(name, first, library);
  if (["matches", "find", "findAll"].includes(name) && second !== undefined) checkPattern(second, library);
  if (name === "format" && first !== undefined && second !== undefined) checkFormat(first, second, typeOfNode);
}

/** The value of a constant; undefined for everything else. */
function constantOf(node: Node, library: Library): Value | undefined {
  const literal = literalOf(node);
  if (literal !== undefined) return literal as Value;
  const call = callOf(node);
  const [argument] = call?.args ?? [];
  if (call === undefined || argument === undefined) return undefined;
  if (call.name === "dyn") return constantOf(argument, library);
  return conversions.has(call.name) ? convert(call.name, argument, library) : undefined;
}

function convert(name: string, node: Node, library: Library): Value | undefined {
  const value = constantOf(node, library);
  if (value === undefined) return undefined;
  const form = library.get(name)?.find(({ parameters: [to] }) => to !== undefined && takes(to, value));
  try {
    if (form !== undefined) return form.run([value], { left: Number.POSITIVE_INFINITY });
  } catch (error) {
    if (!(error instanceof EvaluationError)) throw error;
    throw new CheckError(`${name}() cannot convert this: ${error.message}`, node.pos);
  }
  throw new CheckError(`${name}() cannot convert this`, node.pos);
}

function checkPattern(node: Node, library: Library): void {
  const pattern = constantOf(node, library);
  if (typeof pattern !== "string") return;
  const compiled = compileRe2(pattern);
  if (!compiled.ok) throw new CheckError(`this is no regular expression: ${compiled.reason}`, node.pos);
}

function checkFormat(format: Node, args: Node, typeOfNode: (node: Node) => Type): void {
  const text = literalOf(format);
  if (typeof text !== "string") return;
  const unknown = unknownVerb(text);
  if (unknown !== undefined) throw new CheckError(`the format ${unknown} is not supported here`, format.pos, true);
  if (args.op !== "list") return;
  const verbs = verbsOf(text);
  if (verbs.length > args.args.length) {
    throw new CheckError(`the format takes ${verbs.length} values, and ${args.args.length} are given`, format.pos);
  }
  for (const [index, verb] of verbs.entries()) {
    const node = args.args[index];
    if (verb !== "d" || node === undefined) continue;
    const { name } = typeOfNode(node);
    if (name !== "int" && name !== "dyn") throw new CheckError(`%d takes an int, not a ${name}`, node.pos);
  }
}

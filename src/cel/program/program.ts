import { Environment } from "@marcbachmann/cel-js";
import { parts } from "../expression.js";
import { parseCel } from "../syntax/index.js";
import { checkNode } from "./check.js";
import { CheckError } from "./check-error.js";
import { evaluateNode } from "./evaluate.js";
import { createLibrary } from "./functions/index.js";
import { callOf, loopOf, type Node, presenceOf } from "./tree.js";
import { showType, type Type } from "./types.js";
import { BudgetError, EvaluationError, type ProgramResult, type Value } from "./values.js";

/** An expression that can be evaluated. */
export interface Program {
  readonly type: Type;
  /** Evaluating stops where `costs` are used up, which several expressions may share. */
  evaluate(variables: ReadonlyMap<Value, Value>, costs: { left: number }): ProgramResult;
}

/** Why an expression is no program. */
export interface ProgramProblem {
  readonly reason: string;
  /** Of the character where the mistake is, from 0, in UTF-16 units. */
  readonly offset: number;
  /** Whether it is good CEL that only is not supported here. */
  readonly unsupported: boolean;
}

/** What an expression may use besides functions. */
export interface ProgramScope {
  readonly variables: ReadonlyMap<string, Type>;
  /** Says of a name or field, by its path, why it cannot be known here; undefined where it can. */
  readonly refuse: (path: readonly string[]) => string | undefined;
}

export type CompileProgram = (expression: string, scope: ProgramScope) => Program | ProgramProblem;

/** Longest expression, in UTF-16 units; Kubernetes stops at as many bytes of a whole policy. */
const maxLength = 100_000;
/** What one expression may cost, as in Kubernetes. */
const maxCost = 1_000_000;

/**
 * Compiles expressions as Kubernetes does for admission policies: cel-go's grammar with optional values, its checks of
 * types, and its meaning of errors, absent fields and numbers. cel-js only parses.
 */
export function createProgramCompiler(): CompileProgram {
  const library = createLibrary();
  const environment = new Environment({ enableOptionalTypes: true, limits: { maxListElements: 10_000 } });
  return (expression, scope) => {
    if (expression.length > maxLength) return problem(`it has more than ${maxLength} characters`, 0);
    const syntax = parseCel(expression, { optionals: true });
    if (!syntax.ok) return problem(syntax.reason, syntax.offset);
    try {
      const node = parse(environment, expression);
      refuseUnknowable(node, scope);
      const type = checkNode(node, { library, variables: scope.variables, known: new Map() });
      return { type, evaluate: (variables, costs) => evaluate(node, { library, variables }, costs) };
    } catch (error) {
      if (error instanceof CheckError) return problem(error.message, error.offset, error.unsupported);
      throw error;
    }
  };
}

function problem(reason: string, offset: number, unsupported = false): ProgramProblem {
  return { reason, offset, unsupported };
}

/** The grammar is known to be kept here; what the parser does not take all the same is not supported. */
function parse(environment: Environment, expression: string): Node {
  try {
    return environment.parse(expression).ast;
  } catch (error) {
    const { summary, range } = error as { readonly summary?: unknown; readonly range?: { readonly start: number } };
    const reason = typeof summary === "string" ? summary : String(error);
    throw new CheckError(`this form of expression is not supported here (${reason})`, range?.start ?? 0, true);
  }
}

function refuseUnknowable(node: Node, scope: ProgramScope): void {
  const path = pathOf(node);
  const reason = path === undefined ? undefined : scope.refuse(path);
  if (reason !== undefined) throw new CheckError(reason, node.start, true);
  const isPath = path !== undefined;
  if (!isPath) for (const part of partsOf(node)) refuseUnknowable(part, scope);
}

/** A name and the fields selected from it. */
function pathOf(node: Node): readonly string[] | undefined {
  if (node.op === "id") return [node.args];
  if (node.op !== "." && node.op !== ".?") return undefined;
  const path = pathOf(node.args[0]);
  return path === undefined ? undefined : [...path, node.args[1]];
}

function partsOf(node: Node): readonly Node[] {
  const presence = presenceOf(node);
  if (presence !== undefined && node.op === "call") return node.args[1];
  const loop = loopOf(node);
  if (loop !== undefined) return [loop.over, loop.condition, loop.transform].filter((part) => part !== undefined);
  const call = callOf(node);
  if (call !== undefined) return call.args;
  return parts(node);
}

function evaluate(
  node: Node,
  run: Omit<Parameters<typeof evaluateNode>[1], "budget">,
  costs: { left: number },
): ProgramResult {
  const budget = { left: Math.min(maxCost, costs.left) };
  const before = budget.left;
  try {
    return { ok: true, value: evaluateNode(node, { ...run, budget }) };
  } catch (error) {
    if (error instanceof EvaluationError || error instanceof BudgetError) return { ok: false, reason: error.message };
    throw error;
  } finally {
    costs.left -= before - budget.left;
  }
}

/** Whether compiling gave a program. */
export function isProgram(result: Program | ProgramProblem): result is Program {
  return "evaluate" in result;
}

/** The type's name as Kubernetes writes it. */
export function programType({ type }: Program): string {
  return showType(type);
}

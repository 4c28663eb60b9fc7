import {
  type CompileProgram,
  isProgram,
  objectType,
  type Program,
  programType,
  type Type,
} from "../cel/program/index.js";
import { policyFindings } from "../findings/policies.js";
import { globals, unknowable } from "./knowable.js";
import type { Expression, NamedExpression, Policy } from "./read-policy.js";
import { type Report, report, showPath, withoutIt } from "./report.js";

/** A policy whose expressions can be asked. */
export interface CompiledPolicy {
  readonly policy: Policy;
  readonly variables: ReadonlyMap<string, Program>;
  readonly matchConditions: readonly (readonly [name: string, condition: Program])[];
  readonly validations: readonly CompiledValidation[];
}

export interface CompiledValidation {
  readonly expression: Expression;
  readonly program: Program;
  readonly message: string;
  readonly messageExpression: Program | undefined;
}

/** Compiles every expression of a policy; undefined where one is wrong, which is noted in `to`. */
export function compilePolicy(policy: Policy, compile: CompileProgram, to: Report): CompiledPolicy | undefined {
  const before = to.findings.length;
  const types: Record<string, Type> = {};
  const one = (expression: Expression, wanted: readonly string[]) => {
    const variables = new Map([...globals, ["variables", objectType("kubernetes.Variables", { ...types })]]);
    return compileOne(expression, wanted, (text) => compile(text, { variables, refuse: unknowable }), to);
  };
  const variables = new Map<string, Program>();
  for (const variable of policy.variables) {
    const program = one(variable, []);
    if (program === undefined) continue;
    variables.set(variable.name, program);
    types[variable.name] = program.type;
  }
  const named = (expressions: readonly NamedExpression[], wanted: readonly string[]) =>
    expressions.flatMap((expression) => {
      const program = one(expression, wanted);
      return program === undefined ? [] : [[expression.name, program] as const];
    });
  const matchConditions = named(policy.matchConditions, ["bool"]);
  named(policy.auditAnnotations, ["string", "null_type"]);
  const validations = policy.validations.flatMap(({ expression, message, messageExpression }) => {
    const program = one(expression, ["bool"]);
    const composed = messageExpression === undefined ? undefined : one(messageExpression, ["string"]);
    return program === undefined ? [] : [{ expression, program, message, messageExpression: composed }];
  });
  return to.findings.length > before ? undefined : { policy, variables, matchConditions, validations };
}

function compileOne(
  { text, path }: Expression,
  wanted: readonly string[],
  compile: (text: string) => ReturnType<CompileProgram>,
  to: Report,
): Program | undefined {
  const result = compile(text);
  const where = showPath(path);
  if (!isProgram(result)) {
    const { reason, offset, unsupported } = result;
    const row = unsupported ? policyFindings.unsupported : policyFindings.doesNotCompile;
    const message = unsupported ? `${where}: ${reason}` : `${where} does not compile: ${reason}`;
    const remedy = unsupported ? withoutIt : "correct the expression here";
    report(to, path, { row, offset, message, remedy });
    return undefined;
  }
  const type = programType(result);
  if (wanted.length === 0 || wanted.includes(type)) return result;
  const message = `${where} must give ${wanted.join(" or ")}, and gives ${type}`;
  const remedy =
    type === "dyn" ? `compare it or convert it, as in bool(x) or string(x)` : "write an expression of that type";
  report(to, path, { row: policyFindings.doesNotCompile, message, remedy });
  return undefined;
}

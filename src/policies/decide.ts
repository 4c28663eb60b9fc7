import { lazyMap, type Value } from "../cel/program/index.js";
import type { CompiledPolicy, CompiledValidation } from "./compile.js";
import type { Expression } from "./read-policy.js";

/** What a policy says against a resource. */
export interface Objection {
  readonly type: "denied" | "failed";
  readonly message: string;
  /** The expression that says it; undefined where a condition failed. */
  readonly expression: Expression | undefined;
}

/** What all expressions of a policy may cost for one resource, as in Kubernetes. */
const maxCost = 10_000_000;
/** Longest message of a messageExpression, in bytes, as in Kubernetes. */
const maxMessage = 5 * 1024;

interface Asking {
  readonly variables: ReadonlyMap<Value, Value>;
  readonly costs: { left: number };
}

/** Asks a policy about what expressions see of a resource. Nothing is said where its conditions do not hold. */
export function decide(compiled: CompiledPolicy, subject: ReadonlyMap<Value, Value>): readonly Objection[] {
  const asking = prepare(compiled, subject);
  const ignores = compiled.policy.failurePolicy === "Ignore";
  const failures: Objection[] = [];
  for (const [name, condition] of compiled.matchConditions) {
    const result = condition.evaluate(asking.variables, asking.costs);
    if (result.ok && result.value === false) return [];
    if (!result.ok) failures.push(failed(`the condition ${name} fails: ${result.reason}`, undefined));
  }
  if (failures.length > 0) return ignores ? [] : failures.slice(0, 1);
  const objections = compiled.validations.flatMap((validation) => validate(validation, asking));
  return ignores ? objections.filter(({ type }) => type === "denied") : objections;
}

/** Variables are computed when they are first asked for, each at most once. */
function prepare({ variables: programs }: CompiledPolicy, subject: ReadonlyMap<Value, Value>): Asking {
  const costs = { left: maxCost };
  const variables = new Map<Value, Value>(subject);
  variables.set(
    "variables",
    lazyMap((name) => programs.get(String(name))?.evaluate(variables, costs)),
  );
  return { variables, costs };
}

function validate(validation: CompiledValidation, { variables, costs }: Asking): readonly Objection[] {
  const { expression, program } = validation;
  const result = program.evaluate(variables, costs);
  if (!result.ok) return [failed(`${brief(expression.text)} fails: ${result.reason}`, expression)];
  if (result.value === true) return [];
  return [{ type: "denied", message: messageOf(validation, { variables, costs }), expression }];
}

function failed(message: string, expression: Expression | undefined): Objection {
  return { type: "failed", message, expression };
}

/** The composed message, else the fixed one, else the expression itself. */
function messageOf(
  { messageExpression, message, expression }: CompiledValidation,
  { variables, costs }: Asking,
): string {
  const composed = messageExpression?.evaluate(variables, costs);
  const text = composed?.ok === true && typeof composed.value === "string" ? composed.value.trim() : "";
  const fits = text !== "" && Buffer.byteLength(text) <= maxMessage && !text.includes("\n");
  if (fits) return text;
  return message === "" ? `failed expression: ${expression.text.trim()}` : message;
}

/** An expression on one line of a message. */
function brief(text: string): string {
  const line = text.trim().replace(/\s+/g, " ");
  return line.length <= 100 ? line : `${line.slice(0, 100)}…`;
}

import type { ParseResult } from "@marcbachmann/cel-js";
import { bindFunctions, loopDepth, type Reads, readsOf } from "./expression.js";
import { createEnvironment, type SelfType } from "./functions.js";

/** A value as rules see it: integers as bigint, objects and maps as Map. */
export type CelValue = null | boolean | number | bigint | string | readonly CelValue[] | ReadonlyMap<string, CelValue>;

/** Whether a rule holds; or why that cannot be said, in a few words. A rule that fails does not hold. */
export type Outcome = { readonly holds: boolean } | { readonly holds: false; readonly failure: string };

/** A CEL rule of a schema. */
export interface Rule {
  /** What it reads of `self`. The rest may be left out of the value that it is asked about. */
  readonly reads: Reads;
  holds(self: CelValue): Outcome;
}

export type CompileRule = (expression: string, self: SelfType) => Rule;

/**
 * Most steps that nested loops of a rule may take, as the largest list or map to the power of their depth. Near the
 * cost at which Kubernetes stops a rule; the lists that Istio's rules loop over twice are kept far below by their size.
 */
const maxSteps = 1_000_000;

const kept: Outcome = { holds: true };
const broken: Outcome = { holds: false };

/** Compiles rules, each text once. A rule that cannot be compiled fails wherever it is asked, and says why. */
export function createRuleCompiler(): CompileRule {
  const environments = new Map<SelfType, ReturnType<typeof createEnvironment>>();
  const rules = new Map<string, Rule>();
  const environmentFor = (self: SelfType) => {
    const environment = environments.get(self) ?? createEnvironment(self);
    environments.set(self, environment);
    return environment;
  };
  return (expression, self) => {
    const key = `${self} ${expression}`;
    const rule = rules.get(key) ?? compile(() => environmentFor(self).parse(expression));
    rules.set(key, rule);
    return rule;
  };
}

function compile(parse: () => ParseResult): Rule {
  try {
    const program = parse();
    const reads = readsOf(program.ast);
    const depth = loopDepth(program.ast);
    bindFunctions(program.ast);
    const checked = program.check();
    if (!checked.valid) throw checked.error ?? new TypeError("it has no type");
    return { reads, holds: (self) => evaluate(program, depth, self) };
  } catch (error) {
    const failure = `the rule is no valid CEL: ${firstLine(error)}`;
    return { reads: new Map(), holds: () => ({ holds: false, failure }) };
  }
}

function evaluate(program: ParseResult, depth: number, self: CelValue): Outcome {
  if (depth > 1 && largest(self) ** depth > maxSteps) {
    return { holds: false, failure: `it would compare ${largest(self)} entries with each other, which takes too long` };
  }
  try {
    const result: unknown = program({ self });
    if (result === true) return kept;
    return result === false ? broken : { holds: false, failure: "the rule gives neither true nor false" };
  } catch (error) {
    return { holds: false, failure: firstLine(error) };
  }
}

/** Messages of the library begin as sentences do, and go on with an excerpt of the expression. */
function firstLine(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  const line = text.split("\n", 1)[0]?.trim() ?? "";
  return `${line.charAt(0).toLowerCase()}${line.slice(1)}`;
}

/** Entries of the largest list or map of a value. */
function largest(value: CelValue): number {
  if (typeof value !== "object" || value === null) return 0;
  const entries =
    value instanceof Map ? [...(value as ReadonlyMap<string, CelValue>).values()] : (value as readonly CelValue[]);
  return entries.reduce<number>((most, entry) => Math.max(most, largest(entry)), entries.length);
}

import type { CelValue, CompileRule, Outcome, Reads, SelfType } from "../../cel/index.js";
import type { JsonValue } from "../../model/index.js";
import { type JsonSchema, resolve } from "../schema/json-schema.js";
import { viewOf } from "./view.js";

/** A CEL rule at its place in a schema. */
export interface PlacedRule {
  readonly expression: string;
  /** What it asks, as a sentence. */
  readonly message: string;
  readonly reads: Reads;
  view(value: JsonValue): CelValue;
  holds(self: CelValue): Outcome;
}

/** The rules of a value and of what it holds; what has no rules below is left out. */
export interface RuleTree {
  readonly rules: readonly PlacedRule[];
  readonly fields: readonly (readonly [name: string, tree: RuleTree])[];
  /** Of every entry of a list. */
  readonly items: RuleTree | undefined;
  /** Of every value of a map. */
  readonly values: RuleTree | undefined;
}

/** Schemas are searched this deep; Istio's deepest has half of it. */
const maxDepth = 40;

/** Finds the rules of a schema, through its references; undefined where it has none. */
export function ruleTree(root: JsonSchema, schema: JsonSchema, compile: CompileRule, depth = 0): RuleTree | undefined {
  if (depth > maxDepth) return undefined;
  const resolved = resolve(root, schema);
  const { properties, items, additionalProperties } = resolved;
  const below = (child: JsonSchema | boolean | undefined) =>
    typeof child === "object" ? ruleTree(root, child, compile, depth + 1) : undefined;
  const fields = Object.entries(properties ?? {}).flatMap(([name, child]) => {
    const tree = below(child);
    return tree === undefined ? [] : [[name, tree] as const];
  });
  const tree: RuleTree = {
    rules: placedRules(root, resolved, compile),
    fields,
    items: below(items),
    values: below(additionalProperties),
  };
  const isEmpty = tree.rules.length + fields.length === 0 && tree.items === undefined && tree.values === undefined;
  return isEmpty ? undefined : tree;
}

function placedRules(root: JsonSchema, schema: JsonSchema, compile: CompileRule): readonly PlacedRule[] {
  return (schema["x-kubernetes-validations"] ?? []).map(({ rule, message }) => {
    const { reads, holds } = compile(rule, selfType(schema));
    const sentence = message ?? `The rule must hold: ${rule}`;
    return { expression: rule, message: sentence, reads, view: viewOf(root, schema, reads), holds };
  });
}

function selfType({ type, ...rest }: JsonSchema): SelfType {
  if (rest["x-kubernetes-int-or-string"] === true) return "dyn";
  const name = typeof type === "string" ? type : type?.find((one) => one !== "null");
  switch (name) {
    case "object":
      return "map<string, dyn>";
    case "array":
      return "list";
    case "integer":
      return "int";
    case "number":
      return "double";
    case "boolean":
      return "bool";
    case "string":
      return "string";
    default:
      return "dyn";
  }
}

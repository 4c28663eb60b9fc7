import type { CompileRule } from "../../cel/index.js";
import { celFindings } from "../../findings/cel.js";
import { isJsonObject, type JsonPath, type JsonValue } from "../../model/index.js";
import { type Check, maxProblems, noProblems, type Problem } from "../problem.js";
import type { JsonSchema } from "../schema/json-schema.js";
import { showPath, showValue } from "../show.js";
import { type PlacedRule, type RuleTree, ruleTree } from "./placed-rules.js";
import { wayOut } from "./way-out.js";

/**
 * The CEL rules of a schema (x-kubernetes-validations), asked wherever a value is present and not null. Only for
 * documents whose form is right: the rules rely on its types. Rules are compiled at the first document of the kind.
 */
export function celCheck(schema: JsonSchema, compile: CompileRule): Check {
  let compiled: { readonly tree: RuleTree | undefined } | undefined;
  return ({ document }) => {
    compiled ??= { tree: ruleTree(schema, schema, compile) };
    if (compiled.tree === undefined) return noProblems;
    const problems: Problem[] = [];
    walk(compiled.tree, document, [], problems);
    return problems.length === 0 ? noProblems : problems;
  };
}

/** The path is that of the value; it grows and shrinks with the walk, so that only problems cost a copy. */
function walk(tree: RuleTree, value: JsonValue, path: (string | number)[], problems: Problem[]): void {
  if (value === null || problems.length > maxProblems) return;
  for (const rule of tree.rules) judge(rule, value, path, problems);
  if (Array.isArray(value)) {
    if (tree.items === undefined) return;
    for (const [index, entry] of value.entries()) step(tree.items, entry, index, path, problems);
  } else if (isJsonObject(value)) {
    for (const [name, field] of tree.fields) {
      const content = Object.hasOwn(value, name) ? value[name] : undefined;
      if (content !== undefined) step(field, content, name, path, problems);
    }
    if (tree.values === undefined) return;
    for (const [key, content] of Object.entries(value)) step(tree.values, content, key, path, problems);
  }
}

function step(tree: RuleTree, value: JsonValue, key: string | number, path: (string | number)[], problems: Problem[]) {
  path.push(key);
  walk(tree, value, path, problems);
  path.pop();
}

function judge(rule: PlacedRule, value: JsonValue, path: JsonPath, problems: Problem[]): void {
  const self = rule.view(value);
  const outcome = rule.holds(self);
  if (outcome.holds) return;
  const failed = "failure" in outcome;
  const found = typeof value === "object" ? "" : `; found ${showValue(value)}`;
  const reason = failed ? ` (${outcome.failure})` : "";
  const { remedy, removable } = wayOut(rule, self);
  // Of fields that exclude each other, the one that came last.
  const field = isJsonObject(value) ? Object.keys(value).findLast((name) => removable.includes(name)) : undefined;
  problems.push({
    row: failed ? celFindings.ruleFailed : celFindings.ruleBroken,
    path: field === undefined ? [...path] : [...path, field],
    target: field === undefined ? "value" : "key",
    message: `${showPath(path)}: ${asClause(rule.message)}${found}${reason}`,
    remedy,
  });
}

/** A sentence as part of another one: without its full stop, and in lower case unless it begins with a name. */
function asClause(sentence: string): string {
  const clause = sentence.replace(/\.$/, "");
  return /^[A-Z][a-z]* /.test(clause) ? `${clause.charAt(0).toLowerCase()}${clause.slice(1)}` : clause;
}

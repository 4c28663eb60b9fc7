import { schemaFindings } from "../../findings/schema.js";
import type { JsonValue } from "../../model/index.js";
import type { Problem } from "../problem.js";
import { showList, showValue } from "../show.js";
import type { Violation } from "./violation.js";

const typeNames: Readonly<Record<string, string>> = {
  array: "a list",
  boolean: "true or false",
  integer: "an integer",
  number: "a number",
  object: "an object",
  string: "a string",
};

/** A value of another type than the field's, null included. */
export function wrongType({ params, path, value, subject, schema }: Violation): Problem {
  const types = [params.type].flat().map(String);
  const wanted = types.filter((type) => type !== "null").map((type) => typeNames[type] ?? type);
  if (value === null) return nullValue(path, subject, wanted);
  return {
    row: schemaFindings.wrongType,
    path,
    target: "value",
    message: `${subject} must be ${showList(wanted, "or")}, found ${showValue(value)}`,
    remedy: remedyFor(types, value, Object.keys(schema.properties ?? {})) ?? `write ${showList(wanted, "or")}`,
  };
}

function nullValue(path: Violation["path"], subject: string, wanted: readonly string[]): Problem {
  const inList = typeof path[path.length - 1] === "number";
  return {
    row: schemaFindings.nullValue,
    path,
    target: inList ? "value" : "key",
    message: `${subject} has no value (null), it must be ${showList(wanted, "or")}`,
    remedy: `remove the ${inList ? "entry" : "key"} or give it a value`,
  };
}

/** What most likely went wrong in YAML: quotes, a dash, a colon. */
function remedyFor(
  types: readonly string[],
  value: JsonValue | undefined,
  fields: readonly string[],
): string | undefined {
  const wants = (type: string) => types.includes(type);
  if (typeof value === "string") {
    const bare = value.trim();
    const isNumber = bare !== "" && Number.isFinite(Number(bare));
    if (isNumber && (wants("number") || (wants("integer") && Number.isInteger(Number(bare))))) {
      return `remove the quotes: ${Number(bare)}`;
    }
    if (wants("boolean") && /^(true|false)$/i.test(bare)) return `remove the quotes: ${bare.toLowerCase()}`;
  }
  if (wants("string") && (typeof value === "number" || typeof value === "boolean"))
    return `put it in quotes: "${value}"`;
  if (wants("array") && !Array.isArray(value)) return 'make it a list: start each entry with "- "';
  if (wants("object") && Array.isArray(value)) return 'make it one object: remove the "- " in front of its fields';
  if (wants("object") && fields.length > 0) return `write its fields below it, indented: ${showList(fields, "or")}`;
  if (wants("object")) return 'write its entries below it, indented, each as "key: value"';
  if (wants("integer") && typeof value === "number") return "write it without a fraction";
  return undefined;
}

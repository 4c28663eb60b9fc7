import { schemaFindings } from "../../findings/schema.js";
import type { JsonValue } from "../../model/index.js";
import { nearMiss } from "../../util/near-miss.js";
import type { Problem } from "../problem.js";
import { showCount, showList, showPath, showText, showValue } from "../show.js";
import { schemaAt } from "./json-schema.js";
import type { Violation } from "./violation.js";

/** required. Its place is where the field would stand, so a note on a misspelt one can replace it. */
export function missingField({ params, path, subject, root }: Violation): Problem {
  const name = String(params.missingProperty);
  const description = schemaAt(root, [...path, name])?.description;
  return {
    row: schemaFindings.missingField,
    path: [...path, name],
    target: "key",
    message: `${subject} lacks the required field ${showText(name)}`,
    remedy: `add ${showPath([name])}${description === undefined ? "" : `: ${description}`}`,
  };
}

/** enum and const. */
export function notInEnum({ params, path, target, value, subject }: Violation): Problem {
  const allowed = (Array.isArray(params.allowedValues) ? params.allowedValues : [params.allowedValue]).map(String);
  const near = typeof value === "string" ? nearMiss(value, allowed) : undefined;
  const hint = near === undefined || allowed.length < 2 ? "" : `, did you mean ${near}?`;
  return {
    row: schemaFindings.notInEnum,
    path,
    target,
    message: `${subject} must be ${showList(allowed, "or")}, found ${showValue(value)}${hint}`,
    remedy: `write ${near ?? (allowed.length > 1 ? "one of these values" : allowed.join())}, in exactly these letters`,
  };
}

/** pattern and format. */
export function wrongForm({ params, path, target, value, subject, schema }: Violation): Problem {
  const form = params.pattern === undefined ? `have the format ${params.format}` : `match ${params.pattern}`;
  return {
    row: schemaFindings.wrongForm,
    path,
    target,
    message: `${subject} must ${form}${target === "key" ? "" : `, found ${showValue(value)}`}`,
    remedy: schema.description ? `give it the form that is meant: ${schema.description}` : "give it that form",
  };
}

/** minimum, maximum and their like. */
export function outOfRange({ params, path, target, value, subject, schema }: Violation): Problem {
  const { minimum, maximum } = schema;
  const bound = `${comparisons[String(params.comparison)] ?? "within"} ${params.limit}`;
  const both = minimum !== undefined && maximum !== undefined;
  return {
    row: schemaFindings.outOfRange,
    path,
    target,
    message: `${subject} must be ${bound}, found ${showValue(value)}`,
    remedy: `write a number ${both ? `from ${minimum} to ${maximum}` : `that is ${bound}`}`,
  };
}

const comparisons: Readonly<Record<string, string>> = {
  ">=": "at least",
  "<=": "at most",
  ">": "more than",
  "<": "less than",
};

/** minLength, maxLength, minItems, maxItems, minProperties and maxProperties. */
export function wrongSize({ params, keyword, path, target, value, subject }: Violation): Problem {
  const limit = Number(params.limit);
  const tooSmall = keyword.startsWith("min");
  const [one, many] = sizeUnits[keyword.slice(3)] ?? ["entry", "entries"];
  const empty = tooSmall && limit === 1;
  const must = empty
    ? "must not be empty"
    : `must have at ${tooSmall ? "least" : "most"} ${showCount(limit, one, many)}`;
  return {
    row: schemaFindings.wrongSize,
    path,
    target,
    message: `${subject} ${must}${empty ? "" : `, it has ${sizeOf(value)}`}`,
    remedy: empty ? `give it at least one ${one}, or remove it` : tooSmall ? `add ${many}` : `remove ${many}`,
  };
}

const sizeUnits: Readonly<Record<string, readonly [string, string]>> = {
  Length: ["character", "characters"],
  Items: ["entry", "entries"],
  Properties: ["key", "keys"],
};

/** Text counts in code points, as in JSON Schema and in Go. */
function sizeOf(value: JsonValue | undefined): number {
  let size = 0;
  if (typeof value === "string") for (const _ of value) size += 1;
  else if (typeof value === "object" && value !== null) size = Object.keys(value).length;
  return size;
}

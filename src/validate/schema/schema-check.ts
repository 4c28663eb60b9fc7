import type { ErrorObject } from "ajv";
import { schemaFindings } from "../../findings/schema.js";
import { type Check, noProblems, type Problem } from "../problem.js";
import { causes } from "./causes.js";
import { explain } from "./explain.js";
import type { JsonSchema } from "./json-schema.js";
import { violationOf } from "./violation.js";

/** A validate function as ajv compiles it: true, or false with its errors left on the function. */
export interface ValidateFunction {
  (document: unknown): boolean;
  errors?: readonly ErrorObject[] | null;
}

/** Judges documents by a compiled schema, and words its errors with the help of the schema it was compiled from. */
export function schemaCheck(validate: ValidateFunction, schema: JsonSchema): Check {
  return ({ document }) => {
    if (validate(document)) return noProblems;
    const errors = validate.errors ?? [];
    const placeable = errors.filter(({ instancePath }) => instancePath.length <= maxPointer);
    const problems = causes(placeable).map((error) => explain(violationOf(error, document, schema)));
    return placeable.length < errors.length ? [...problems, longKey] : problems;
  };
}

/**
 * Longest JSON pointer of an error that is looked at, in UTF-16 units. ajv joins pointers without copying; reading one
 * copies it, once per error, so a key of some megabytes with a thousand errors below would fill the memory.
 */
const maxPointer = 4096;

const longKey: Problem = {
  row: schemaFindings.wrongSize,
  path: [],
  target: "value",
  message: `there are errors below a key so long that their place has more than ${maxPointer} characters`,
  remedy: "shorten the key",
};

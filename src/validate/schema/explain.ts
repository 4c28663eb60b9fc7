import type { Problem } from "../problem.js";
import { members } from "./members.js";
import { unknownField } from "./unknown-field.js";
import { missingField, notInEnum, outOfRange, wrongForm, wrongSize } from "./values.js";
import type { Violation } from "./violation.js";
import { wrongType } from "./wrong-type.js";

type Explain = (violation: Violation) => Problem;

/** Who words which keyword of JSON Schema. */
const explanations: Readonly<Record<string, Explain>> = {
  additionalProperties: unknownField,
  type: wrongType,
  required: missingField,
  enum: notInEnum,
  const: notInEnum,
  pattern: wrongForm,
  format: wrongForm,
  minimum: outOfRange,
  maximum: outOfRange,
  exclusiveMinimum: outOfRange,
  exclusiveMaximum: outOfRange,
  minLength: wrongSize,
  maxLength: wrongSize,
  minItems: wrongSize,
  maxItems: wrongSize,
  minProperties: wrongSize,
  maxProperties: wrongSize,
  oneOf: members,
  anyOf: members,
  not: members,
};

/** Words one violation. A keyword without words of its own still becomes a finding: nothing invalid passes. */
export function explain(violation: Violation): Problem {
  return (explanations[violation.keyword] ?? members)(violation);
}

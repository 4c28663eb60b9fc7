import type { ErrorObject } from "ajv";

/** What judges by way of other schemas and repeats in general what their errors say in detail. */
const wrappers: ReadonlySet<string> = new Set(["if", "propertyNames"]);
/** What fails as a whole, so that the errors of its branches only say why each did not fit. */
const choices: ReadonlySet<string> = new Set(["oneOf", "anyOf", "not"]);

/**
 * The errors that are causes. Left out: a wrapper beside the errors it wraps, the branches of a choice that failed, and
 * whatever else is said about a value of the wrong type.
 */
export function causes(errors: readonly ErrorObject[]): readonly ErrorObject[] {
  const failedChoices = errors.filter(({ keyword }) => choices.has(keyword));
  const outside = errors.filter((error) => !wrappers.has(error.keyword) && !isBranch(error, failedChoices));
  const wrongTypes = new Set(outside.filter(isTypeError).map(({ instancePath }) => instancePath));
  return outside.filter((error) => isTypeError(error) || !wrongTypes.has(error.instancePath));
}

function isTypeError({ keyword }: ErrorObject): boolean {
  return keyword === "type";
}

function isBranch({ schemaPath, instancePath }: ErrorObject, failed: readonly ErrorObject[]): boolean {
  return failed.some(
    (choice) => schemaPath.startsWith(`${choice.schemaPath}/`) && instancePath.startsWith(choice.instancePath),
  );
}

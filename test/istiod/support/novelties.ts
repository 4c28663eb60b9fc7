import { isJsonObject, type JsonObject } from "../../../src/model/index.js";

/**
 * Everything that a schema has, in the notation of validate/since: `spec.http[].retries` for a field, `PATH = VALUE` for
 * a value of an enum, `PATH required` for a field that must be there. The schema is of the form that structure.ts gives.
 */
export function* contents(schema: JsonObject, path: string): Iterable<string> {
  const { properties, items, additionalProperties, required } = schema;
  for (const value of [schema.enum ?? []].flat()) yield `${path} = ${String(value)}`;
  for (const name of [required ?? []].flat()) yield `${path}.${String(name)} required`;
  for (const [name, child] of Object.entries(isJsonObject(properties) ? properties : {})) {
    yield `${path}.${name}`;
    if (isJsonObject(child)) yield* contents(child, `${path}.${name}`);
  }
  if (isJsonObject(items)) yield* contents(items, `${path}[]`);
  if (isJsonObject(additionalProperties)) yield* contents(additionalProperties, `${path}{}`);
}

/** What the one has and the other has not, without what stands below something else of that. */
export function topmost(one: Iterable<string>, other: Iterable<string>): readonly string[] {
  const known = new Set(other);
  const lacking = [...one].filter((entry) => !known.has(entry));
  const fields = lacking.filter((entry) => !entry.includes(" "));
  const isBelow = (entry: string) =>
    fields.some((field) => entry !== field && entry.startsWith(field) && /^[.[{ ]/.test(entry.slice(field.length)));
  return lacking.filter((entry) => !isBelow(entry)).sort();
}

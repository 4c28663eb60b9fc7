/** A value of JSON, read only. */
export type JsonValue = null | boolean | number | string | readonly JsonValue[] | JsonObject;

/** An object of JSON, read only. Parsers make it without a prototype chain surprise: `__proto__` is a plain key. */
export interface JsonObject {
  readonly [key: string]: JsonValue;
}

/** The way from a document's root to one of its values: keys and list indexes. */
export type JsonPath = readonly (string | number)[];

/** Whether the value is an object, neither a list nor null. */
export function isJsonObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

import { isJsonObject, type JsonValue } from "../model/index.js";

/**
 * Readers that take any value: what resources with errors define is there for others, too. Null is absent, as to Kubernetes.
 */

/** What stands at the end of the keys. */
export function valueAt(value: JsonValue | undefined, ...keys: readonly string[]): JsonValue | undefined {
  let found = value;
  for (const key of keys) found = isJsonObject(found) && Object.hasOwn(found, key) ? found[key] : undefined;
  return found ?? undefined;
}

/** The list at the end of the keys; empty where there is none. */
export function listAt(value: JsonValue | undefined, ...keys: readonly string[]): readonly JsonValue[] {
  const found = valueAt(value, ...keys);
  return Array.isArray(found) ? found : [];
}

/** The text at the end of the keys; an empty one is absent, as in protobuf. */
export function textAt(value: JsonValue | undefined, ...keys: readonly string[]): string | undefined {
  const found = valueAt(value, ...keys);
  return typeof found === "string" && found !== "" ? found : undefined;
}

/** The texts of the list at the end of the keys. */
export function textsAt(value: JsonValue | undefined, ...keys: readonly string[]): readonly string[] {
  return listAt(value, ...keys).filter((entry) => typeof entry === "string");
}

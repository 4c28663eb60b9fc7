import { isJsonObject, type JsonObject, type JsonValue } from "../../../model/index.js";
import { readUniqueJson } from "./json-text.js";
import { keyFault, keyTypeOf } from "./key.js";

/** Which keys of a set are private or symmetric, or why the text is no set. */
export type KeySet = { readonly secret: readonly number[] } | { readonly fault: string };

/**
 * Reads a JSON Web Key Set (RFC 7517) with the leniency of the library that istiod reads it with: a single key is a set
 * of one, null is an empty set, and members that it does not know may hold anything.
 */
export function readKeySet(text: string): KeySet {
  const parsed = readUniqueJson(text);
  if ("fault" in parsed) return parsed;
  const { value } = parsed;
  if (!isJsonObject(value)) return { fault: "it must be an object" };
  const keys = keysOf(value);
  if (keys === undefined) return { fault: "its keys must be a list" };
  const secret: number[] = [];
  for (const [index, key] of keys.entries()) {
    const type = keyTypeOf(key);
    const fault = typeof type === "string" ? type : keyFault(key as JsonObject, type);
    if (fault !== undefined) return { fault: `the key at index ${index} ${fault}` };
    if (typeof type !== "string" && type.secret) secret.push(index);
  }
  return { secret };
}

function keysOf(set: JsonObject): readonly JsonValue[] | undefined {
  if (!Object.hasOwn(set, "keys")) return [set];
  const { keys } = set;
  if (keys === null) return [];
  return Array.isArray(keys) ? keys : undefined;
}

import type { JsonValue } from "../../../model/index.js";

/**
 * Reads JSON. Members that stand twice are refused: readers differ in which of the two they take, and RFC 7517 wants
 * unique names. So are numbers that no double can hold, as Go refuses them.
 */
export function readUniqueJson(text: string): { readonly value: JsonValue } | { readonly fault: string } {
  let members = 0;
  let tooLarge = false;
  let value: JsonValue;
  try {
    value = JSON.parse(text, (_, part: JsonValue) => {
      if (typeof part === "number") tooLarge ||= !Number.isFinite(part);
      else if (typeof part === "object" && part !== null && !Array.isArray(part)) members += Object.keys(part).length;
      return part;
    }) as JsonValue;
  } catch {
    return { fault: "it is not JSON" };
  }
  if (tooLarge) return { fault: "it has a number that is too large" };
  return members === countNames(text) ? { value } : { fault: "a member stands twice in one object" };
}

/** Names of members in a JSON text: the strings before a colon. */
function countNames(text: string): number {
  let names = 0;
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"\s*:?/g)) if (token.endsWith(":")) names += 1;
  return names;
}

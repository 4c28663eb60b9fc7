import { isJsonObject, type JsonValue } from "../../../src/model/index.js";

/** Where two values differ, one line each: a deep-equal assertion would print both, and Envoy's configuration is long. */
export function differences(
  actual: JsonValue | undefined,
  expected: JsonValue | undefined,
  path = "",
): readonly string[] {
  const bothObjects = isJsonObject(actual) && isJsonObject(expected);
  if (bothObjects || (Array.isArray(actual) && Array.isArray(expected))) {
    const [left, right] = [childrenOf(actual), childrenOf(expected)];
    return [...new Set([...left.keys(), ...right.keys()])].flatMap((key) =>
      differences(left.get(key), right.get(key), `${path}/${key}`),
    );
  }
  const [a, b] = [JSON.stringify(actual), JSON.stringify(expected)];
  return a === b ? [] : [`${path}: ${shorten(a)}, not ${shorten(b)}`];
}

/** Properties by name, items by index. */
function childrenOf(value: JsonValue): ReadonlyMap<string, JsonValue> {
  return new Map(Object.entries(value ?? {}));
}

function shorten(text: string | undefined): string {
  if (text === undefined) return "absent";
  return text.length <= 200 ? text : `${text.slice(0, 200)}…`;
}

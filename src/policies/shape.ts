import { isJsonObject, type JsonObject, type JsonPath, type JsonValue } from "../model/index.js";
import { nearMiss } from "../util/near-miss.js";
import { type Report, report, showPath } from "./report.js";

/** Lists of a policy are bounded, so that no file makes the work long. */
const maxEntries = 1000;

/** A mapping with these keys and no other; undefined, and noted, where the value is none. */
export function readMapping(
  to: Report,
  value: JsonValue | undefined,
  path: JsonPath,
  keys: readonly string[],
): JsonObject | undefined {
  if (!isJsonObject(value)) {
    if (value === undefined || value === null) missing(to, path, "a mapping");
    else wrongType(to, path, "a mapping");
    return undefined;
  }
  for (const key of Object.keys(value)) {
    if (keys.includes(key)) continue;
    const near = nearMiss(key, keys);
    const remedy = near === undefined ? `the fields here are ${keys.join(", ")}` : `did you mean ${near}?`;
    const message = `${showPath(path)} has no field ${JSON.stringify(key.slice(0, 80))}`;
    report(to, [...path, key], { target: "key", message, remedy });
  }
  return value;
}

/** A text; undefined, and noted where that is wrong, where there is none. */
export function readText(
  to: Report,
  value: JsonValue | undefined,
  path: JsonPath,
  { required = false, oneOf = [] as readonly string[] } = {},
): string | undefined {
  if (value === undefined || value === null || (value === "" && !required)) {
    if (required) missing(to, path, "a text");
    return undefined;
  }
  if (typeof value !== "string") wrongType(to, path, "a text");
  else if (value.trim() === "") missing(to, path, "a text");
  else if (oneOf.length > 0 && !oneOf.includes(value)) {
    const message = `${showPath(path)} is ${JSON.stringify(value.slice(0, 80))}, which it cannot be`;
    report(to, path, { message, remedy: `write ${oneOf.join(" or ")}` });
  } else return value;
  return undefined;
}

/** The entries of a list; none where it is absent, and noted where it is something else. */
export function readList(
  to: Report,
  value: JsonValue | undefined,
  path: JsonPath,
  { required = false } = {},
): readonly JsonValue[] {
  if (value === undefined || value === null || (Array.isArray(value) && value.length === 0)) {
    if (required) missing(to, path, "a list with at least one entry");
    return [];
  }
  if (!Array.isArray(value)) {
    wrongType(to, path, "a list");
    return [];
  }
  if (value.length <= maxEntries) return value as readonly JsonValue[];
  const message = `${showPath(path)} has ${value.length} entries, more than ${maxEntries}`;
  report(to, path, { message, remedy: "shorten the list" });
  return [];
}

/** The texts of a list. */
export function readTexts(
  to: Report,
  value: JsonValue | undefined,
  path: JsonPath,
  options: { readonly required?: boolean; readonly oneOf?: readonly string[] } = {},
): readonly string[] {
  const { required = false, oneOf = [] } = options;
  return readList(to, value, path, { required }).flatMap((entry, index) => {
    const text =
      entry === "" && oneOf.length === 0 ? "" : readText(to, entry, [...path, index], { required: true, oneOf });
    return text === undefined ? [] : [text];
  });
}

function missing(to: Report, path: JsonPath, what: string): void {
  report(to, path, { target: "key", message: `${showPath(path)} is missing`, remedy: `write ${what} there` });
}

function wrongType(to: Report, path: JsonPath, what: string): void {
  report(to, path, { message: `${showPath(path)} must be ${what}`, remedy: `write ${what} there` });
}

import { isJsonObject, type JsonPath, type JsonValue } from "../model/index.js";

/** Longest piece of a user's text in a message, in UTF-16 units. */
const maxShown = 80;
/** Most entries of a list in a message. */
const maxListed = 12;
/** Most steps of a path in a message, from its start. */
const maxSteps = 24;

const plainKey = /^[A-Za-z_][A-Za-z0-9_-]{0,79}$/;
// Control, format and private characters, line and paragraph separators, lone surrogates: they move or hide text.
const unsafe = /[\p{C}\p{Zl}\p{Zp}]/gu;

/** A user's text in quotes, cut to 80 characters, with everything invisible or moving escaped. */
export function showText(text: string): string {
  const cut = text.length > maxShown ? `${text.slice(0, maxShown)}…` : text;
  return JSON.stringify(cut).replace(unsafe, (character) =>
    [...Array(character.length).keys()]
      .map((index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, "0")}`)
      .join(""),
  );
}

/** As in `spec.http[0].route[1].destination`; keys that are no plain words stand in brackets and quotes. */
export function showPath(path: JsonPath): string {
  if (path.length === 0) return "the document";
  let text = "";
  for (const step of path.slice(0, maxSteps)) {
    if (typeof step === "number") text += `[${step}]`;
    else if (plainKey.test(step)) text += text === "" ? step : `.${step}`;
    else text += `[${showText(step)}]`;
  }
  return path.length > maxSteps ? `${text}…` : text;
}

/** What a value is, in words, as in `the number 5`. */
export function showValue(value: JsonValue | undefined): string {
  if (value === null || value === undefined) return "nothing (null)";
  if (typeof value === "string") return `the string ${showText(value)}`;
  if (isJsonObject(value)) return "an object";
  if (typeof value === "object") return "a list";
  return `the ${typeof value} ${value}`;
}

/** As in `a, b and c`; long lists are cut and say how many are left. */
export function showList(items: readonly string[], conjunction: "and" | "or"): string {
  if (items.length > maxListed)
    return `${items.slice(0, maxListed).join(", ")} ${conjunction} ${items.length - maxListed} more`;
  if (items.length < 2) return items.join("");
  return `${items.slice(0, -1).join(", ")} ${conjunction} ${items[items.length - 1]}`;
}

/** As in `1 entry`, `3 entries`. */
export function showCount(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}

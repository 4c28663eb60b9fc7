import { parseRequestUrl, parseUrl } from "../../url.js";
import { characters, EvaluationError, UrlValue, type Value } from "../values.js";
import { formatText } from "./format.js";
import { type Overload, overload } from "./overload.js";

/** What Go counts as white space. */
const space = "[\\t-\\r \\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]";
const around = new RegExp(`^${space}+|${space}+$`, "g");

function outOfRange(index: number): EvaluationError {
  return new EvaluationError(`index out of range: ${index}`);
}

function charAt(text: string, index: number): string {
  const all = characters(text);
  if (index < 0 || index > all.length) throw outOfRange(index);
  return all[index] ?? "";
}

function isAt(text: readonly string[], part: readonly string[], at: number): boolean {
  return part.every((character, index) => text[at + index] === character);
}

function indexOf(text: string, part: string, from: number): bigint {
  if (part === "") return BigInt(from);
  if (from < 0) throw outOfRange(from);
  const [all, wanted] = [characters(text), characters(part)];
  for (let at = from; at + wanted.length <= all.length; at += 1) if (isAt(all, wanted, at)) return BigInt(at);
  return -1n;
}

function lastIndexOf(text: string, part: string, from: number | undefined): bigint {
  const [all, wanted] = [characters(text), characters(part)];
  if (part === "") return BigInt(from ?? all.length);
  if (from !== undefined && from < 0) throw outOfRange(from);
  if (from !== undefined && from >= all.length) return -1n;
  for (let at = Math.min(from ?? all.length, all.length - wanted.length); at >= 0; at -= 1)
    if (isAt(all, wanted, at)) return BigInt(at);
  return -1n;
}

function substring(text: string, from: number, to: number | undefined): string {
  const all = characters(text);
  const end = to ?? all.length;
  if (to !== undefined && from > to) throw new EvaluationError(`a text from ${from} to ${to} has no length`);
  if (from < 0 || from > all.length) throw outOfRange(from);
  if (end < 0 || end > all.length) throw outOfRange(end);
  return all.slice(from, end).join("");
}

/** Replaces the first occurrences, all of them where the limit is negative; nothing occurs around each character. */
function replace(text: string, old: string, by: string, limit: number): string {
  const pieces = old === "" ? ["", ...characters(text), ""] : text.split(old);
  const count = limit < 0 ? pieces.length - 1 : Math.min(limit, pieces.length - 1);
  return (
    pieces
      .slice(0, count)
      .map((piece) => piece + by)
      .join("") + pieces.slice(count).join(old)
  );
}

function split(text: string, separator: string, limit: number): readonly string[] {
  if (limit === 0) return [];
  const pieces = separator === "" ? characters(text) : text.split(separator);
  if (limit < 0 || pieces.length <= limit) return pieces;
  return [...pieces.slice(0, limit - 1), pieces.slice(limit - 1).join(separator)];
}

function join(list: readonly Value[], separator: string): string {
  if (!list.every((entry) => typeof entry === "string")) throw new EvaluationError("join takes a list of strings");
  return list.join(separator);
}

function lower(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

function upper(text: string): string {
  return text.replace(/[a-z]+/g, (letters) => letters.toUpperCase());
}

function toUrl(text: string): UrlValue {
  const url = parseUrl(text);
  if (url === undefined) throw new EvaluationError("not a URL");
  return new UrlValue(text, url.scheme);
}

/** The standard functions of texts, cel-go's extension for them, and what Kubernetes has for URLs. */
export const strings: readonly Overload[] = [
  overload("string.contains(string): bool", ([text, part]) => (text as string).includes(part as string)),
  overload("string.startsWith(string): bool", ([text, part]) => (text as string).startsWith(part as string)),
  overload("string.endsWith(string): bool", ([text, part]) => (text as string).endsWith(part as string)),
  overload("string.charAt(int): string", ([text, index]) => charAt(text as string, Number(index))),
  overload("string.indexOf(string): int", ([text, part]) => indexOf(text as string, part as string, 0)),
  overload("string.indexOf(string, int): int", ([text, part, from]) =>
    indexOf(text as string, part as string, Number(from)),
  ),
  overload("string.lastIndexOf(string): int", ([text, part]) => lastIndexOf(text as string, part as string, undefined)),
  overload("string.lastIndexOf(string, int): int", ([text, part, from]) =>
    lastIndexOf(text as string, part as string, Number(from)),
  ),
  overload("string.substring(int): string", ([text, from]) => substring(text as string, Number(from), undefined)),
  overload("string.substring(int, int): string", ([text, from, to]) =>
    substring(text as string, Number(from), Number(to)),
  ),
  overload("string.replace(string, string): string", ([text, old, by]) =>
    replace(text as string, old as string, by as string, -1),
  ),
  overload("string.replace(string, string, int): string", ([text, old, by, limit]) =>
    replace(text as string, old as string, by as string, Number(limit)),
  ),
  overload("string.split(string): list<string>", ([text, separator]) => split(text as string, separator as string, -1)),
  overload("string.split(string, int): list<string>", ([text, separator, limit]) =>
    split(text as string, separator as string, Number(limit)),
  ),
  overload("list<string>.join(): string", ([list]) => join(list as readonly Value[], "")),
  overload("list<string>.join(string): string", ([list, by]) => join(list as readonly Value[], by as string)),
  overload("string.lowerAscii(): string", ([text]) => lower(text as string)),
  overload("string.upperAscii(): string", ([text]) => upper(text as string)),
  overload("string.trim(): string", ([text]) => (text as string).replace(around, "")),
  overload("string.format(list<dyn>): string", ([text, args]) => formatText(text as string, args as readonly Value[])),
  overload("isURL(string): bool", ([text]) => parseRequestUrl(text as string) !== undefined),
  overload("url(string): kubernetes.URL", ([text]) => toUrl(text as string)),
  overload("kubernetes.URL.getScheme(): string", ([url]) => (url as UrlValue).scheme),
];

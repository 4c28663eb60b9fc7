import { show, tabAt, YamlError } from "./error.js";
import {
  EVENT_ID,
  type Event,
  getScalarValue,
  isQuoted,
  SCALAR_STYLE,
  type ScalarEvent,
  startOf,
  tagOf,
} from "./events.js";
import { isUnfit, resolvePlain, resolveTagged, type Scalar } from "./scalar.js";

/** A scalar that JSON can hold. */
export type JsonScalar = null | boolean | number | string;

/** The value of a scalar. Throws YamlError where JSON has none for it. */
export function scalarOf(text: string, event: ScalarEvent): JsonScalar {
  const value = resolve(text, event);
  if (!isUnfit(value)) return value;
  throw new YamlError("value", value.reason, value.remedy, Math.max(0, startOf(text, event)));
}

function resolve(text: string, event: ScalarEvent): Scalar {
  if (event.style === SCALAR_STYLE.DOUBLE_QUOTED && !event.fast) checkEscapes(text, event);
  const value = getScalarValue(text, event);
  if (event.tagStart >= 0) return resolveTagged(tagOf(text, event), value);
  if (event.style === SCALAR_STYLE.PLAIN) return resolvePlain(value);
  if (isQuoted(event)) {
    checkEnd(text, event.valueEnd + 1);
    return value;
  }
  checkBlockTabs(text, event);
  return endsUnfinished(text, event) && value.endsWith("\n") ? value.slice(0, -1) : value;
}

/** The parser takes a quoted text with more behind it on its line for the end of a list. */
function checkEnd(text: string, end: number): void {
  let at = end;
  while (text[at] === " " || text[at] === "\t") at += 1;
  const next = text.charAt(at);
  if (/^$|[\n\r,:\]}]/.test(next) || (next === "#" && at > end)) return;
  throw new YamlError("syntax", "more text follows a quoted one", "put all of it in quotes", at);
}

/** In YAML 1.1 a tab before the indentation of a block scalar is an error, and so is one where it would start. */
function checkBlockTabs(text: string, event: ScalarEvent): void {
  const raw = text.slice(event.valueStart, event.valueEnd);
  if (!raw.includes("\t")) return;
  const first = raw.search(/[^ \n\r]/);
  if (raw[first] === "\t") throw tabAt(event.valueStart + first);
  for (const line of raw.matchAll(/^ *\t/gm)) {
    const indent = line[0].length - 1;
    if (indent < event.indent) throw tabAt(event.valueStart + line.index + indent);
  }
}

/** A block scalar whose last line ends with the text, not with a line break, has no line break there either. */
function endsUnfinished(text: string, event: ScalarEvent): boolean {
  return event.valueEnd === text.length && !/[\n\r]$/.test(text.slice(-1));
}

const escapes = /\\(?:u(?<short>[0-9a-fA-F]{4})|U(?<long>[0-9a-fA-F]{8})|(?<blank>\r?\n[ \t]*[\r\n])|(?<slash>\/)|.)/gs;

/**
 * goyaml does not take JSON's `\/` and halves of surrogate pairs, nor anything beyond Unicode, and counts a blank line
 * after an escaped line break.
 */
function checkEscapes(text: string, event: ScalarEvent): void {
  const raw = text.slice(event.valueStart, event.valueEnd);
  for (const match of raw.matchAll(escapes)) {
    const { short, long, blank, slash } = match.groups ?? {};
    const offset = event.valueStart + match.index;
    if (blank !== undefined) {
      const remedy = "write \\n where a line break is meant";
      throw new YamlError("syntax", "a blank line follows an escaped line break", remedy, offset);
    }
    const code = Number.parseInt(short ?? long ?? "0", 16);
    if (slash === undefined && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff)) continue;
    const remedy = "write the character itself";
    throw new YamlError("syntax", `the escape ${match[0]} is not one that Kubernetes reads`, remedy, offset);
  }
}

/**
 * The JSON key that a scalar stands for: texts as they are, booleans as `true` and `false` (so `y` and `on` become
 * `true`), integers where they are written as JSON writes them. Throws YamlError for every other scalar: what
 * Kubernetes makes of `0x10`, `1.5` or `null` as a key is not what stands there.
 */
export function scalarKey(text: string, value: JsonScalar, event: Event): string {
  if (typeof value === "string") return value;
  if (typeof value === "boolean") return String(value);
  const isAsWritten = event.type === EVENT_ID.SCALAR && text.slice(event.valueStart, event.valueEnd) === String(value);
  if (isAsWritten && Number.isSafeInteger(value)) return String(value);
  const shown = value === null ? "null" : show(String(value));
  throw new YamlError("value", `${shown} cannot be a key`, "quote the key", Math.max(0, startOf(text, event)));
}

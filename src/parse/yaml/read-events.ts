import { YamlError } from "./error.js";
import { EVENT_ID, type Event, startOf } from "./events.js";
import { parseText } from "./parse-text.js";

/** Line breaks in YAML 1.1 and text in YAML 1.2, and what neither allows. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: to find them is the purpose
const forbidden = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]/;

/** The events of a text that holds one document or none; `at` is where the events of its root start. */
export interface DocumentEvents {
  readonly events: readonly Event[];
  readonly at: number;
}

/** Reads the structure of one document; undefined where there is none (nothing, comments). Throws YamlError. */
export function readEvents(text: string): DocumentEvents | undefined {
  const bad = forbidden.exec(text);
  if (bad !== null) throw forbiddenCharacter(text, bad.index);
  const events = parseText(text);
  const first = events[0];
  if (first === undefined) {
    const end = text.search(/^\.\.\./m);
    if (end < 0) return undefined;
    throw new YamlError("syntax", "a document ends here that did not start", "remove the line with ...", end);
  }
  if (first.type !== EVENT_ID.DOCUMENT) throw new RangeError("events must start with a document");
  checkDirectives(text, events);
  return { events, at: 1 };
}

/** The parser keeps to itself which directives it does not know. */
function checkDirectives(text: string, events: readonly Event[]): void {
  if (!text.startsWith("%") && !text.includes("\n%")) return;
  const root = events[1] === undefined ? -1 : startOf(text, events[1]);
  const at = text.search(/^%/m);
  if (root >= 0 && at >= root) return;
  const remedy = "remove it: Kubernetes cuts a file at `---` before it reads YAML, so it never takes effect";
  throw new YamlError("syntax", "a % directive is not supported", remedy, at);
}

function forbiddenCharacter(text: string, offset: number): YamlError {
  const code = text.charCodeAt(offset).toString(16).toUpperCase().padStart(4, "0");
  const remedy = "remove it, or write it as an escape in double quotes";
  return new YamlError("syntax", `the character U+${code} is not allowed`, remedy, offset);
}

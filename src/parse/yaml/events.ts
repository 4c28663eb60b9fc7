import {
  type AliasEvent,
  COLLECTION_STYLE,
  EVENT_ID,
  type Event,
  getScalarValue,
  type MappingEvent,
  parseEvents,
  SCALAR_STYLE,
  type ScalarEvent,
  type SequenceEvent,
  YAMLException,
} from "js-yaml";
import { show, YamlError } from "./error.js";

export type { AliasEvent, Event, MappingEvent, ScalarEvent, SequenceEvent };
export { COLLECTION_STYLE, EVENT_ID, getScalarValue, SCALAR_STYLE };

/**
 * How deep lists and objects may nest. Kubernetes stops at 10,000, where every reader after us would have run out of
 * stack; no kind needs more than a few dozen.
 */
const maxDepth = 100;

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
  const events = parse(text);
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

function parse(text: string): Event[] {
  try {
    return parseEvents(text, { maxDepth });
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    throw translate(error, Math.min(error.mark?.position ?? 0, text.length));
  }
}

/** The parser's reason, in our words where its own do not help. */
function translate({ reason }: YAMLException, offset: number): YamlError {
  if (reason.startsWith("nesting exceeded")) {
    return new YamlError("bounds", `values are nested more than ${maxDepth} deep`, "flatten the document", offset);
  }
  if (reason === "deficient indentation") {
    const remedy = "indent the line further, one with only a closing bracket too";
    return new YamlError("syntax", "a line in brackets or quotes is not indented beyond its key", remedy, offset);
  }
  return new YamlError("syntax", reason, "correct the YAML here or just above", offset);
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

/** Tags as they are written in practice: `!!int`, `!name`, `!<tag:yaml.org,2002:int>`. */
const knownTag = /^!(?:<[0-9A-Za-z:.,/_-]+>|!?[0-9A-Za-z._-]+)$/;

/** The tag of a node in full; empty where it has none. Throws YamlError for one that YAML 1.1 might cut elsewhere. */
export function tagOf(text: string, event: ScalarEvent | MappingEvent | SequenceEvent): string {
  if (event.tagStart < 0) return "";
  const raw = text.slice(event.tagStart, event.tagEnd);
  if (!knownTag.test(raw) || /^\S/.test(text.charAt(event.tagEnd))) {
    const remedy = "leave it out, or put a space after it";
    throw new YamlError("syntax", `the tag ${show(raw)} is not one that can be read`, remedy, event.tagStart);
  }
  if (raw.startsWith("!<")) return raw.slice(2, -1);
  return raw.startsWith("!!") ? `tag:yaml.org,2002:${raw.slice(2)}` : raw;
}

/** The name of an anchor, or the one that an alias gives. Throws YamlError where YAML 1.1 would end it earlier. */
export function anchorOf(text: string, start: number, end: number): string {
  const name = text.slice(start, end);
  if (/^[0-9A-Za-z_-]+$/.test(name) && /^$|^[\s,\]}]/.test(text.charAt(end))) return name;
  const remedy = "use letters, digits, - and _, and put a space after it";
  throw new YamlError("syntax", `${show(name)} is no name for an anchor`, remedy, start - 1);
}

/** Where a node starts in the text, its tag and anchor included; -1 for a value that is left out. */
export function startOf(text: string, event: Event): number {
  switch (event.type) {
    case EVENT_ID.ALIAS:
      return event.anchorStart - 1;
    case EVENT_ID.SCALAR: {
      const own = event.valueStart < 0 ? -1 : scalarStart(text, event);
      return earliest(own, event.anchorStart - 1, event.tagStart);
    }
    case EVENT_ID.MAPPING:
    case EVENT_ID.SEQUENCE:
      return earliest(event.start, event.anchorStart - 1, event.tagStart);
    default:
      return -1;
  }
}

/** Whether a scalar stands in single or double quotes. */
export function isQuoted(event: ScalarEvent): boolean {
  return event.style === SCALAR_STYLE.SINGLE_QUOTED || event.style === SCALAR_STYLE.DOUBLE_QUOTED;
}

function scalarStart(text: string, event: ScalarEvent): number {
  if (event.style === SCALAR_STYLE.PLAIN) return event.valueStart;
  if (isQuoted(event)) return event.valueStart - 1;
  let at = event.valueStart;
  while (at < event.valueEnd - 1 && /\s/.test(text.charAt(at))) at += 1;
  return at;
}

function earliest(...offsets: readonly number[]): number {
  const present = offsets.filter((offset) => offset >= 0);
  return present.length === 0 ? -1 : Math.min(...present);
}

/** Whether the event is the merge key `<<`: plain and without a tag, or tagged as one. */
export function isMergeKey(text: string, event: Event): boolean {
  if (
    event.type !== EVENT_ID.SCALAR ||
    event.valueEnd - event.valueStart !== 2 ||
    !text.startsWith("<<", event.valueStart)
  ) {
    return false;
  }
  const tag = tagOf(text, event);
  return tag === "tag:yaml.org,2002:merge" || (tag === "" && event.style === SCALAR_STYLE.PLAIN);
}

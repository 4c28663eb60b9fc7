// The build for browsers: Node 20 runs it three times as fast. In the other one each text is parsed with a state that is made
// by object spread, which V8 gives a shape of its own every time.
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
} from "js-yaml/browser";
import { show, YamlError } from "./error.js";

export type { AliasEvent, Event, MappingEvent, ScalarEvent, SequenceEvent };
export { COLLECTION_STYLE, EVENT_ID, getScalarValue, parseEvents, SCALAR_STYLE, YAMLException };

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

/** Where the content of a node starts, without tag and anchor; -1 for a value that is left out. */
export function contentStart(event: Event): number {
  switch (event.type) {
    case EVENT_ID.SCALAR:
      return event.valueStart < 0 ? -1 : event.valueStart - (isQuoted(event) ? 1 : 0);
    case EVENT_ID.ALIAS:
      return event.anchorStart - 1;
    case EVENT_ID.MAPPING:
    case EVENT_ID.SEQUENCE:
      return event.start;
    default:
      return -1;
  }
}

/** Where the first token of a node ends: of a flow collection the bracket, of a block collection none. */
export function endOfToken(text: string, event: Event): number {
  switch (event.type) {
    case EVENT_ID.SCALAR:
      if (event.valueStart < 0) return Math.max(event.anchorEnd, event.tagEnd);
      return event.valueEnd + (isQuoted(event) ? 1 : 0);
    case EVENT_ID.ALIAS:
      return event.anchorEnd;
    case EVENT_ID.MAPPING:
    case EVENT_ID.SEQUENCE:
      return event.start + (layoutOf(text, event) === "flow" ? 1 : 0);
    default:
      return -1;
  }
}

/** How a collection is written. A pair is an object in a list without braces, as in `[a: b]`. */
export type Layout = "block" | "flow" | "pair";

/** The layout of a collection. */
export function layoutOf(text: string, event: MappingEvent | SequenceEvent): Layout {
  if (event.style !== COLLECTION_STYLE.FLOW) return "block";
  return /[[{]/.test(text.charAt(event.start)) ? "flow" : "pair";
}

/** The end of a flow collection is not in the events: the next closing bracket that is not in a comment. */
export function nextClosingBracket(text: string, from: number): number {
  const bracket = /#[^\n\r]*|[\]}]/g;
  bracket.lastIndex = from;
  let match = bracket.exec(text);
  while (match?.[0].startsWith("#")) match = bracket.exec(text);
  return match?.index ?? text.length;
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

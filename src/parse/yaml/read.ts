import type { JsonValue } from "../../model/index.js";
import { compose } from "./compose.js";
import { checkDialect } from "./dialect.js";
import { YamlError } from "./error.js";
import { EVENT_ID, type Event, startOf } from "./events.js";
import { type DocumentEvents, readEvents } from "./read-events.js";

/** One document as JSON would have it. */
export interface YamlDocument {
  readonly value: JsonValue;
  /** The offset of the first key of an object, or of whatever else the document is. */
  readonly start: number;
}

/**
 * Reads a text with at most one document as sigs.k8s.io/yaml 1.6 does (YAMLToJSONStrict), stricter where its answer
 * would be lossy or depend on the reader, never looser but for overridden merge keys, which kubectl takes too. A text
 * without content is null. Throws YamlError.
 */
export function readYaml(text: string): YamlDocument {
  const read = readEvents(text);
  checkDialect(text, read?.events ?? []);
  if (read === undefined) return { value: null, start: 0 };
  const value = compose(text, read.events, read.at);
  if (value === null || typeof value !== "object") checkBareRoot(text, value, read.events[read.at]);
  const second = read.events.findIndex((event, index) => index > 0 && event.type === EVENT_ID.DOCUMENT);
  if (second >= 0) throw secondDocument(text);
  return { value, start: firstKey(text, read) };
}

function firstKey(text: string, { events, at }: DocumentEvents): number {
  const [root, first] = [events[at], events[at + 1]];
  const start = first !== undefined && root?.type === EVENT_ID.MAPPING ? startOf(text, first) : -1;
  return start >= 0 || root === undefined ? Math.max(0, start) : Math.max(0, startOf(text, root));
}

/** A bare scalar is no resource; only nothing at all may stand where an object should. */
function checkBareRoot(text: string, value: JsonValue, root: Event | undefined): void {
  const bare = root?.type === EVENT_ID.SCALAR && root.anchorStart < 0 && root.tagStart < 0;
  if (value === null && bare) return;
  const offset = root === undefined ? 0 : Math.max(0, startOf(text, root));
  throw new YamlError("syntax", "the document is one bare value", "write an object: keys, each with a value", offset);
}

/** What follows `...` would be left out in silence. */
function secondDocument(text: string): YamlError {
  const end = /^\.\.\.(?=\s)|^---(?=\s)/gm;
  end.lastIndex = 1;
  const offset = end.exec(text)?.index ?? 0;
  return new YamlError("syntax", "a document goes on after its end", "separate documents by a line with ---", offset);
}

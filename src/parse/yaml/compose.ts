import { isJsonObject, type JsonObject, type JsonValue } from "../../model/index.js";
import { show, YamlError } from "./error.js";
import {
  type AliasEvent,
  anchorOf,
  EVENT_ID,
  type Event,
  isMergeKey,
  type ScalarEvent,
  startOf,
  tagOf,
} from "./events.js";
import { scalarKey, scalarOf } from "./node.js";

/** Most nodes of one document, each counted as often as aliases repeat it. */
const maxNodes = 100_000;

/** Most characters of one document's texts and keys, counted likewise. */
const maxCharacters = 8_000_000;

type MutableObject = Record<string, JsonValue>;

/** A node with an anchor; without a value while it is being read. */
interface Anchor {
  value: JsonValue | undefined;
  /** What an alias adds: all below and this node, aliases in it expanded. */
  size: Size;
}

interface Size {
  readonly nodes: number;
  readonly characters: number;
}

interface Composer {
  readonly text: string;
  readonly events: readonly Event[];
  at: number;
  /** What was read so far, aliases expanded, and the nodes of it that came from an alias. */
  size: Size;
  aliased: number;
  readonly anchors: Map<string, Anchor>;
}

/**
 * Builds the value of the node that starts at an event, as goyaml v2 does in its strict mode, and bounded while it is
 * built. Nodes that aliases name are shared, not copied. Throws YamlError.
 */
export function compose(text: string, events: readonly Event[], at: number): JsonValue {
  return composeNode({ text, events, at, size: { nodes: 1, characters: 0 }, aliased: 0, anchors: new Map() });
}

function composeNode(composer: Composer): JsonValue {
  const event = next(composer);
  if (event.type === EVENT_ID.ALIAS) return follow(composer, event);
  const before = composer.size;
  count(composer, { nodes: 1, characters: lengthOf(event) }, event);
  if (event.type === EVENT_ID.DOCUMENT || event.type === EVENT_ID.POP) throw new RangeError("a node must start here");
  if (event.anchorStart < 0) return composeContent(composer, event);
  const anchor: Anchor = { value: undefined, size: { nodes: 0, characters: 0 } };
  composer.anchors.set(anchorOf(composer.text, event.anchorStart, event.anchorEnd), anchor);
  const value = composeContent(composer, event);
  anchor.value = value;
  const { nodes, characters } = composer.size;
  anchor.size = { nodes: nodes - before.nodes, characters: characters - before.characters };
  return value;
}

function composeContent(composer: Composer, event: Event): JsonValue {
  if (event.type === EVENT_ID.SCALAR) return scalarOf(composer.text, event);
  if (event.type === EVENT_ID.SEQUENCE || event.type === EVENT_ID.MAPPING) tagOf(composer.text, event);
  if (event.type === EVENT_ID.MAPPING) return composeMapping(composer);
  const items: JsonValue[] = [];
  while (!closes(composer)) items.push(composeNode(composer));
  return items;
}

function composeMapping(composer: Composer): JsonObject {
  const object: MutableObject = {};
  let merged: Set<string> | undefined;
  while (!closes(composer)) {
    const event = peek(composer);
    if (isMergeKey(composer.text, event)) {
      composer.at += 1;
      merged ??= new Set();
      merge(composer, object, merged, event);
      continue;
    }
    const key = composeKey(composer, event);
    if (Object.hasOwn(object, key) && merged?.delete(key) !== true) throw duplicateKey(composer, key, event);
    setOwn(object, key, composeNode(composer));
  }
  return object;
}

function composeKey(composer: Composer, event: Event): string {
  const offset = Math.max(0, startOf(composer.text, event));
  if (event.type === EVENT_ID.SCALAR && isLongKey(composer.text, event)) {
    throw new YamlError("syntax", "a key must fit on one line of 1,024 characters", "shorten the key", offset);
  }
  if (event.type === EVENT_ID.SCALAR && event.valueStart < 0) {
    throw new YamlError("value", "a key is left out", "write the key", offset);
  }
  const value = event.type === EVENT_ID.SCALAR || event.type === EVENT_ID.ALIAS ? composeNode(composer) : [];
  if (typeof value !== "object" || value === null) return scalarKey(composer.text, value, event);
  throw new YamlError("value", "a list or an object cannot be a key", "write the key as text", offset);
}

function isLongKey(text: string, event: ScalarEvent): boolean {
  if (event.valueEnd - event.valueStart > 1000) return true;
  return !event.fast && /[\n\r]/.test(text.slice(event.valueStart, event.valueEnd));
}

/**
 * Takes over the entries of the object, or of each object of the list, that `<<` names; the earlier of a list wins. A
 * later key may override them. A key before `<<` is an error: goyaml v2 lets the merge win, YAML lets the key.
 */
function merge(composer: Composer, object: MutableObject, merged: Set<string>, key: Event): void {
  const event = peek(composer);
  const listed = event.type === EVENT_ID.SEQUENCE;
  const value = composeNode(composer);
  const sources = listed && Array.isArray(value) ? (value as readonly JsonValue[]) : [value];
  const own = new Set<string>();
  for (const source of sources) {
    if (!isJsonObject(source)) throw mergeWantsObjects(composer, key);
    for (const [name, entry] of Object.entries(source)) {
      if (own.has(name)) continue;
      if (Object.hasOwn(object, name)) throw mergeCollision(composer, name, key);
      own.add(name);
      merged.add(name);
      setOwn(object, name, entry);
    }
  }
}

/** Assignment to `__proto__` would set the prototype. */
function setOwn(object: MutableObject, key: string, value: JsonValue): void {
  if (key !== "__proto__") object[key] = value;
  else Object.defineProperty(object, key, { value, enumerable: true, writable: true, configurable: true });
}

function follow(composer: Composer, event: AliasEvent): JsonValue {
  const name = anchorOf(composer.text, event.anchorStart, event.anchorEnd);
  const anchor = composer.anchors.get(name);
  if (anchor?.value !== undefined) {
    const { nodes, characters } = anchor.size;
    composer.aliased += nodes;
    count(composer, { nodes: 1 + nodes, characters }, event);
    return anchor.value;
  }
  const [reason, remedy] =
    anchor === undefined
      ? [`no anchor is named ${show(name)}`, "define the anchor before this place"]
      : [`the anchor ${show(name)} contains itself`, "write the value out"];
  throw new YamlError("syntax", reason, remedy, startOf(composer.text, event));
}

/** Beside our own bounds, goyaml's: once there are 1,000 nodes, aliases may make at most 99 % of them. */
function count(composer: Composer, more: Size, event: Event): void {
  const nodes = composer.size.nodes + more.nodes;
  const characters = composer.size.characters + more.characters;
  composer.size = { nodes, characters };
  const { aliased } = composer;
  const excessive = aliased > 100 && nodes > 1000 && aliased / nodes > 0.99;
  if (nodes <= maxNodes && characters <= maxCharacters && !excessive) return;
  const [most, what] = nodes > maxNodes ? [maxNodes, "values"] : [maxCharacters, "characters"];
  const reason = excessive
    ? "aliases make up more than 99 % of the document"
    : `the document has more than ${most} ${what}, those that aliases repeat included`;
  const offset = Math.max(0, startOf(composer.text, event));
  throw new YamlError("bounds", reason, "write the values out, or split the document", offset);
}

/** The characters of a scalar as they stand in the text. */
function lengthOf(event: Event): number {
  return event.type === EVENT_ID.SCALAR ? event.valueEnd - event.valueStart : 0;
}

function duplicateKey(composer: Composer, key: string, event: Event): YamlError {
  const reason = `the key ${show(key)} stands twice in one object`;
  return new YamlError("duplicate-key", reason, "keep one of the two", startOf(composer.text, event));
}

function mergeCollision(composer: Composer, key: string, event: Event): YamlError {
  const reason = `the merge brings the key ${show(key)}, which the object already has`;
  const remedy = "put << before the keys that override it, once per object";
  return new YamlError("duplicate-key", reason, remedy, startOf(composer.text, event));
}

function mergeWantsObjects(composer: Composer, event: Event): YamlError {
  const remedy = "name an object, or a list of objects, by their anchors";
  return new YamlError("syntax", "<< merges objects only", remedy, startOf(composer.text, event));
}

function next(composer: Composer): Event {
  const event = peek(composer);
  composer.at += 1;
  return event;
}

function peek(composer: Composer): Event {
  const event = composer.events[composer.at];
  if (event === undefined) throw new RangeError("events end within a document");
  return event;
}

/** Passes the end of the open collection where it stands here. */
function closes(composer: Composer): boolean {
  if (peek(composer).type !== EVENT_ID.POP) return false;
  composer.at += 1;
  return true;
}

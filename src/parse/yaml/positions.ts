import type { JsonPath, Locate, Position } from "../../model/index.js";
import { EVENT_ID, type Event, isMergeKey, type ScalarEvent, startOf } from "./events.js";
import { offsetInScalar } from "./inside.js";
import { type JsonScalar, scalarKey, scalarOf } from "./node.js";
import { readEvents } from "./read-events.js";

/** Turns offsets of a text into places of the file that it was cut from. */
export type PositionAt = (offset: number) => Position;

/** Makes the function for a text that starts at column 1 of `firstLine`. The text is indexed at the first call. */
export function positionsOf(text: string, firstLine: number): PositionAt {
  let starts: readonly number[] | undefined;
  return (offset) => {
    starts ??= lineStarts(text);
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: firstLine + low, column: offset - (starts[low] ?? 0) + 1 };
  };
}

function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return starts;
}

/** Where a value stands, and what is in it. */
interface Place {
  readonly key: number;
  readonly value: number;
  /** Of a scalar. */
  readonly scalar?: ScalarEvent;
  readonly entries?: ReadonlyMap<string | number, Place>;
  /** What `<<` merges in, searched after the entries. */
  readonly merged?: readonly Place[];
}

/**
 * Finds places in one document that can be read. The text is read again at the first question, so a document without
 * findings costs nothing; the resources of a list share one locator.
 */
export function locator(text: string, positionAt: PositionAt): Locate {
  let root: Place | undefined;
  return (path, target = "value", offset) => {
    root ??= rootOf(text);
    const { place, exact } = descend(root, path);
    if (offset !== undefined && exact && target === "value" && place.scalar !== undefined) {
      return positionAt(offsetInScalar(text, place.scalar, offset));
    }
    return positionAt(target === "key" || !exact ? place.key : place.value);
  };
}

function rootOf(text: string): Place {
  const read = readEvents(text);
  if (read === undefined) return { key: 0, value: 0 };
  return placeOf({ text, events: read.events, at: read.at, anchors: new Map(), keys: new Map() }, -1);
}

function descend(root: Place, path: JsonPath): { readonly place: Place; readonly exact: boolean } {
  let place = root;
  for (const step of path) {
    const next = lookUp(place, step);
    if (next === undefined) return { place, exact: false };
    place = next;
  }
  return { place, exact: true };
}

function lookUp(place: Place, step: string | number): Place | undefined {
  const own = place.entries?.get(step);
  if (own !== undefined) return own;
  for (const source of place.merged ?? []) {
    const found = lookUp(source, step);
    if (found !== undefined) return found;
  }
  return undefined;
}

interface Walk {
  readonly text: string;
  readonly events: readonly Event[];
  at: number;
  readonly anchors: Map<string, Place>;
  /** Scalars with an anchor, for keys that are aliases. */
  readonly keys: Map<string, JsonScalar>;
}

/**
 * The place of the node that starts here; `key` is the offset of its key, or -1 where it has none. A value that is left out
 * stands at its key, or at the list that it is in.
 */
function placeOf(walk: Walk, key: number, list = 0): Place {
  const event = next(walk);
  const start = startOf(walk.text, event);
  const value = start < 0 ? Math.max(list, key) : start;
  const at = { key: key < 0 ? value : key, value };
  if (event.type === EVENT_ID.ALIAS) {
    const target = walk.anchors.get(walk.text.slice(event.anchorStart, event.anchorEnd));
    return { ...target, ...at };
  }
  const place = { ...at, ...contentOf(walk, event) };
  if (event.type === EVENT_ID.DOCUMENT || event.type === EVENT_ID.POP || event.anchorStart < 0) return place;
  const anchor = walk.text.slice(event.anchorStart, event.anchorEnd);
  walk.anchors.set(anchor, place);
  if (event.type === EVENT_ID.SCALAR) walk.keys.set(anchor, scalarOf(walk.text, event));
  return place;
}

function contentOf(walk: Walk, event: Event): Pick<Place, "scalar" | "entries" | "merged"> {
  const entries = new Map<string | number, Place>();
  const merged: Place[] = [];
  switch (event.type) {
    case EVENT_ID.SCALAR:
      return { scalar: event };
    case EVENT_ID.SEQUENCE: {
      const list = Math.max(0, startOf(walk.text, event));
      for (let index = 0; !closes(walk); index += 1) entries.set(index, placeOf(walk, -1, list));
      return { entries };
    }
    case EVENT_ID.MAPPING:
      while (!closes(walk)) {
        const keyEvent = peek(walk);
        if (isMergeKey(walk.text, keyEvent)) merged.push(...mergeSources(walk));
        else entries.set(keyOf(walk), placeOf(walk, startOf(walk.text, keyEvent)));
      }
      return { entries, merged };
    default:
      return {};
  }
}

/** The sources of a merge key, which stands here: one object or a list of them. */
function mergeSources(walk: Walk): readonly Place[] {
  const key = startOf(walk.text, next(walk));
  const listed = peek(walk).type === EVENT_ID.SEQUENCE;
  const source = placeOf(walk, key);
  return listed ? [...(source.entries?.values() ?? [])] : [source];
}

function keyOf(walk: Walk): string {
  const event = next(walk);
  if (event.type === EVENT_ID.SCALAR) {
    const value = scalarOf(walk.text, event);
    if (event.anchorStart >= 0) walk.keys.set(walk.text.slice(event.anchorStart, event.anchorEnd), value);
    return scalarKey(walk.text, value, event);
  }
  if (event.type !== EVENT_ID.ALIAS) throw new RangeError("a key must be a scalar");
  const value = walk.keys.get(walk.text.slice(event.anchorStart, event.anchorEnd)) ?? null;
  return scalarKey(walk.text, value, event);
}

function next(walk: Walk): Event {
  const event = peek(walk);
  walk.at += 1;
  return event;
}

function peek(walk: Walk): Event {
  const event = walk.events[walk.at];
  if (event === undefined) throw new RangeError("events end within a document");
  return event;
}

function closes(walk: Walk): boolean {
  if (peek(walk).type !== EVENT_ID.POP) return false;
  walk.at += 1;
  return true;
}

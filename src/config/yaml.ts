import { constructFromEvents, EVENT_ID, type Event, getScalarValue, parseEvents, YAMLException } from "js-yaml/browser";
import type { JsonPath, JsonValue, Locate, Position } from "../model/index.js";

/** A YAML document with the places of its values. */
export interface PlacedYaml {
  readonly value: JsonValue;
  readonly locate: Locate;
}

/** What is wrong with a text that is no YAML document, and where. */
export interface YamlProblem {
  readonly position: Position;
  readonly reason: string;
}

/**
 * Reads one YAML 1.2 document of plain values; an empty text is an empty mapping. Aliases are refused: they would make
 * a line speak for several places.
 */
export function parsePlacedYaml(text: string): PlacedYaml | YamlProblem {
  try {
    const events = parseEvents(text, { maxDepth: 20 });
    const alias = events.find((event) => event.type === EVENT_ID.ALIAS);
    if (alias !== undefined) {
      return { position: positionAt(text, alias.anchorStart - 1), reason: "aliases are not allowed here" };
    }
    const documents = constructFromEvents(events, { source: text, maxAliases: 0 });
    if (documents.length > 1) return { position: { line: 1, column: 1 }, reason: "more than one YAML document" };
    const iterator = events.slice(1).values();
    const root = placeNode(text, iterator, nextOf(iterator));
    return {
      value: (documents[0] ?? {}) as JsonValue,
      locate: (path, target) => positionAt(text, offsetOf(root, path, target ?? "value")),
    };
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    return { position: positionAt(text, error.mark?.position ?? 0), reason: error.reason };
  }
}

/** Offset of a value, and of the keys and values inside it. */
interface Place {
  readonly offset: number;
  readonly children: ReadonlyMap<string | number, { readonly key: number; readonly place: Place }>;
}

/** Follows the events of one document; each call takes what belongs to one node. */
function placeNode(source: string, events: Iterator<Event>, event: Event | undefined): Place {
  const children = new Map<string | number, { key: number; place: Place }>();
  if (event?.type === EVENT_ID.SCALAR) return { offset: event.valueStart, children };
  if (event?.type !== EVENT_ID.MAPPING && event?.type !== EVENT_ID.SEQUENCE) return { offset: -1, children };
  for (let item = nextOf(events); item !== undefined && item.type !== EVENT_ID.POP; item = nextOf(events)) {
    const key = placeNode(source, events, item);
    if (event.type === EVENT_ID.SEQUENCE) children.set(children.size, { key: key.offset, place: key });
    else {
      const name = item.type === EVENT_ID.SCALAR ? getScalarValue(source, item) : "";
      children.set(name, { key: key.offset, place: placeNode(source, events, nextOf(events)) });
    }
  }
  return { offset: event.start, children };
}

function nextOf(events: Iterator<Event>): Event | undefined {
  const { done, value } = events.next();
  return done === true ? undefined : value;
}

/** The nearest place on the way that exists; a value that is not written stands at its key. */
function offsetOf(root: Place, path: JsonPath, target: "key" | "value"): number {
  let offset = root.offset;
  let place = root;
  for (const step of path) {
    const child = place.children.get(step);
    if (child === undefined) break;
    offset = target === "key" || child.place.offset < 0 ? child.key : child.place.offset;
    place = child.place;
  }
  return offset;
}

function positionAt(text: string, offset: number): Position {
  const before = text.slice(0, Math.max(0, offset)).split(/\r\n|\r|\n/);
  return { line: before.length, column: (before.at(-1) ?? "").length + 1 };
}

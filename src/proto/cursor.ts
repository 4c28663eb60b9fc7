import type protobuf from "protobufjs/light.js";
import type { JsonValue } from "../model/index.js";
import { EncodeError } from "./encode-error.js";
import { isEncodable } from "./text.js";

/** Where the walk through a document stands, and where it writes. */
export interface Cursor {
  readonly writer: protobuf.Writer;
  /** From the root of the document to the value in hand. */
  readonly path: (string | number)[];
}

/**
 * A level of JSON in a google.protobuf.Struct is two messages on the wire, and decoders commonly give up at 100. No
 * field outside such a Struct is nested nearly as deep.
 */
const maxDepth = 48;

/** Steps into a key or an element; leave() steps back. */
export function enter(cursor: Cursor, step: string | number): void {
  if (cursor.path.length >= maxDepth) fail(cursor, `the document is nested more than ${maxDepth} levels deep`);
  cursor.path.push(step);
}

/** Steps back to where enter() came from. */
export function leave(cursor: Cursor): void {
  cursor.path.pop();
}

/** Throws an EncodeError at the place in hand. */
export function fail(cursor: Pick<Cursor, "path">, message: string): never {
  throw new EncodeError([...cursor.path], message);
}

/** Throws because the value in hand is not of the kind that its field takes. */
export function misfit(cursor: Pick<Cursor, "path">, wants: string, found: JsonValue | undefined): never {
  fail(cursor, `${nameOf(cursor.path)} takes ${wants}, not ${describe(found)}`);
}

/** The last key, with the indexes that follow it: `hosts[0]`. */
function nameOf(path: readonly (string | number)[]): string {
  const start = path.findLastIndex((step) => typeof step === "string");
  return path
    .slice(start)
    .map((step) => (typeof step === "number" ? `[${step}]` : step))
    .join("");
}

const shownLength = 40;

function describe(value: JsonValue | undefined): string {
  if (typeof value === "string") {
    if (!isEncodable(value)) return "a text with half of a surrogate pair, which has no UTF-8 form";
    return JSON.stringify(value.length > shownLength ? `${value.slice(0, shownLength)}…` : value);
  }
  if (Array.isArray(value)) return "a list";
  return typeof value === "object" && value !== null ? "an object" : String(value);
}

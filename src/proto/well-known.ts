import { isJsonObject, type JsonValue } from "../model/index.js";
import { parseDuration } from "../util/duration.js";
import { type Cursor, enter, leave, misfit } from "./cursor.js";
import { planKey, writeEntries } from "./entries.js";
import { scalarOf } from "./scalars.js";
import { parseTimestamp, timestampForm } from "./timestamp.js";

/** Writes the content of a message that has a JSON form of its own. */
export type WriteContent = (cursor: Cursor, value: JsonValue) => void;

/** The messages of google.protobuf that are not objects in JSON, by full name. */
export const wellKnown: ReadonlyMap<string, WriteContent> = new Map([
  ["google.protobuf.Duration", writeDuration],
  ["google.protobuf.Timestamp", writeTimestamp],
  ["google.protobuf.Struct", writeStruct],
  ["google.protobuf.Value", writeValue],
  ["google.protobuf.ListValue", writeList],
  ["google.protobuf.BoolValue", wrapper("bool")],
  ["google.protobuf.BytesValue", wrapper("bytes")],
  ["google.protobuf.DoubleValue", wrapper("double")],
  ["google.protobuf.FloatValue", wrapper("float")],
  ["google.protobuf.Int32Value", wrapper("int32")],
  ["google.protobuf.Int64Value", wrapper("int64")],
  ["google.protobuf.StringValue", wrapper("string")],
  ["google.protobuf.UInt32Value", wrapper("uint32")],
  ["google.protobuf.UInt64Value", wrapper("uint64")],
]);

function writeDuration(cursor: Cursor, value: JsonValue): void {
  const span = typeof value === "string" ? parseDuration(value) : undefined;
  if (span === undefined) misfit(cursor, "a duration such as 1h30m, 5s or 100ms", value);
  writeTime(cursor, span);
}

function writeTimestamp(cursor: Cursor, value: JsonValue): void {
  const instant = typeof value === "string" ? parseTimestamp(value) : undefined;
  if (instant === undefined) misfit(cursor, timestampForm, value);
  writeTime(cursor, instant);
}

/** Seconds and nanoseconds, the fields 1 and 2 of Duration and Timestamp. */
function writeTime({ writer }: Cursor, { seconds, nanos }: { readonly seconds: number; readonly nanos: number }): void {
  if (seconds !== 0) writer.uint32(0x08).int64(seconds);
  if (nanos !== 0) writer.uint32(0x10).int32(nanos);
}

/** A wrapper tells an absent value from zero: zero is an empty message. */
function wrapper(type: string): WriteContent {
  const scalar = scalarOf(type);
  return (cursor, value) => {
    if (!scalar.writeField(cursor.writer, (1 << 3) | scalar.wireType, value, false))
      misfit(cursor, scalar.wants, value);
  };
}

const textKey = planKey("string");
const double = scalarOf("double");
const text = scalarOf("string");

function writeStruct(cursor: Cursor, value: JsonValue): void {
  if (!isJsonObject(value)) misfit(cursor, "an object", value);
  const { writer } = cursor;
  writeEntries(cursor, 0x0a, textKey, value, (entry) => {
    writer.uint32(0x12).fork();
    writeValue(cursor, entry);
    writer.ldelim();
  });
}

function writeList(cursor: Cursor, value: JsonValue): void {
  if (!Array.isArray(value)) misfit(cursor, "a list", value);
  value.forEach((element: JsonValue, index) => {
    enter(cursor, index);
    cursor.writer.uint32(0x0a).fork();
    writeValue(cursor, element);
    cursor.writer.ldelim();
    leave(cursor);
  });
}

/** Null is a value here: field 1. Numbers are field 2, texts 3, booleans 4, objects 5, lists 6. */
function writeValue(cursor: Cursor, value: JsonValue): void {
  const { writer } = cursor;
  if (value === null) writer.uint32(0x08).int32(0);
  else if (Array.isArray(value)) writeNested(cursor, 0x32, writeList, value);
  else if (isJsonObject(value)) writeNested(cursor, 0x2a, writeStruct, value);
  else if (typeof value === "boolean") writer.uint32(0x20).bool(value);
  else {
    const fits =
      typeof value === "number"
        ? double.writeField(writer, 0x11, value, true)
        : text.writeField(writer, 0x1a, value, true);
    if (!fits) misfit(cursor, "what JSON can hold", value);
  }
}

function writeNested(cursor: Cursor, tag: number, write: WriteContent, value: JsonValue): void {
  cursor.writer.uint32(tag).fork();
  write(cursor, value);
  cursor.writer.ldelim();
}

import protobuf from "protobufjs/light.js";
import { isJsonObject, type JsonObject, type JsonValue } from "../model/index.js";
import { type Cursor, enter, fail, leave, misfit } from "./cursor.js";
import { writeEntries } from "./entries.js";
import { type FieldPlan, type MessagePlan, plans, type ValuePlan } from "./plan.js";

// The walk is ours, the wire is protobufjs's Writer: protobufjs's own ProtoJSON refuses Go durations and takes loose
// base64, loose map keys and nulls in lists, leaves maps in the order of the document, and says nothing of the place.

/**
 * Encodes the spec of a resource as Istio would read it: ProtoJSON with Go durations, null for what is not set, enums
 * by name. Equal content gives equal bytes, and they are those of Go's deterministic encoding. Throws an EncodeError
 * for what the message cannot hold, unknown fields and two members of one oneof included; its path starts with `spec`.
 */
export function encodeBody(message: string, spec: JsonObject): Uint8Array {
  return encodeAt(message, spec, "spec");
}

/** As encodeBody, for another part of the document. */
export function encodeAt(message: string, value: JsonObject, root: string): Uint8Array {
  const cursor: Cursor = { writer: protobuf.Writer.create(), path: [root] };
  writeContent(cursor, planOf(message), value);
  // A copy, because the writer's result is a slice that would keep a larger buffer alive.
  return new Uint8Array(cursor.writer.finish());
}

function writeContent(cursor: Cursor, plan: MessagePlan, value: JsonValue): void {
  if (plan.special !== undefined) {
    plan.special(cursor, value);
    return;
  }
  if (!isJsonObject(value)) misfit(cursor, "an object", value);
  for (const { key, field, value: fieldValue } of setFields(cursor, plan, value)) {
    enter(cursor, key);
    writeField(cursor, field, fieldValue);
    leave(cursor);
  }
}

function planOf(message: string): MessagePlan {
  const plan = plans.get(message);
  if (plan === undefined) throw new RangeError(`no such message in protos/: ${message}`);
  return plan;
}

interface SetField {
  readonly key: string;
  readonly field: FieldPlan;
  readonly value: JsonValue;
}

/** The fields that the object sets, in the order of the wire. */
function setFields(cursor: Cursor, plan: MessagePlan, object: JsonObject): readonly SetField[] {
  const set: SetField[] = [];
  for (const key of Object.keys(object)) {
    const field = plan.fields.get(key);
    if (field === undefined) {
      enter(cursor, key);
      fail(cursor, `${plan.name} has no field ${JSON.stringify(key)}`);
    }
    const value = object[key] ?? null;
    // Istio prefers the JSON name where a field is given under both of its names.
    const shadowed = key !== field.name && Object.hasOwn(object, field.name);
    if (value !== null && !shadowed) set.push({ key, field, value });
  }
  if (set.length < 2) return set;
  set.sort((a, b) => a.field.order - b.field.order);
  refuseTwoOfOneof(cursor, plan, set);
  return set;
}

/** The members of a oneof stand side by side in the order of the wire. */
function refuseTwoOfOneof(cursor: Cursor, plan: MessagePlan, set: readonly SetField[]): void {
  set.forEach(({ key, field }, index) => {
    const before = set[index - 1];
    if (before === undefined || field.oneof === null || before.field.oneof !== field.oneof) return;
    enter(cursor, key);
    fail(cursor, `${plan.name} takes either ${before.key} or ${key}, not both`);
  });
}

function writeField(cursor: Cursor, field: FieldPlan, value: JsonValue): void {
  const { writer } = cursor;
  if (field.shape === "single") {
    writeSingle(cursor, field.tag, field.value, value, field.oneof !== null);
  } else if (field.shape === "map") {
    if (!isJsonObject(value)) misfit(cursor, "an object", value);
    writeEntries(cursor, field.tag, field.key, value, (entry) =>
      writeSingle(cursor, field.valueTag, field.value, entry, true),
    );
  } else {
    if (!Array.isArray(value)) misfit(cursor, "a list", value);
    if (field.shape === "list") {
      writeElements(cursor, value, (element) => writeSingle(cursor, field.tag, field.value, element, true));
    } else if (value.length > 0) {
      writer.uint32(field.tag).fork();
      writeElements(cursor, value, (element) => {
        if (!field.scalar.writeElement(writer, element)) misfit(cursor, field.scalar.wants, element);
      });
      writer.ldelim();
    }
  }
}

function writeElements(cursor: Cursor, list: readonly JsonValue[], write: (element: JsonValue) => void): void {
  list.forEach((element, index) => {
    enter(cursor, index);
    write(element);
    leave(cursor);
  });
}

/** Null is refused by every scalar and message here: an empty rule in place of a null one would allow everything. */
function writeSingle(cursor: Cursor, tag: number, plan: ValuePlan, value: JsonValue, keepZero: boolean): void {
  if ("scalar" in plan) {
    if (!plan.scalar.writeField(cursor.writer, tag, value, keepZero)) misfit(cursor, plan.scalar.wants, value);
  } else {
    cursor.writer.uint32(tag).fork();
    writeContent(cursor, plan.message, value);
    cursor.writer.ldelim();
  }
}

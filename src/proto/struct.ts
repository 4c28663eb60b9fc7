import { isJsonObject, type JsonObject, type JsonValue } from "../model/index.js";

// Few lines, and not protobufjs's own ProtoJSON: a restart would wait for that to load.

/** A google.protobuf.Struct as protobufjs holds it. */
export interface WireStruct {
  readonly fields?: Readonly<Record<string, WireValue>>;
}

/** A google.protobuf.Value: one of the fields is set, or none, which is null. */
interface WireValue {
  readonly nullValue?: 0;
  readonly numberValue?: number;
  readonly stringValue?: string;
  readonly boolValue?: boolean;
  readonly structValue?: WireStruct;
  readonly listValue?: { readonly values?: readonly WireValue[] };
}

/** The object that a Struct stands for. Throws for numbers that JSON does not have. */
export function readStruct({ fields = {} }: WireStruct): JsonObject {
  return Object.fromEntries(Object.entries(fields).map(([key, value]) => [key, readValue(value)]));
}

function readValue(value: WireValue): JsonValue {
  // What is set is its own; defaults stand on the prototype.
  const { numberValue, stringValue, boolValue, structValue, listValue } = { ...value };
  if (numberValue !== undefined && !Number.isFinite(numberValue))
    throw new RangeError("JSON has no infinity and no NaN");
  if (structValue !== undefined) return readStruct(structValue);
  if (listValue !== undefined) return (listValue.values ?? []).map(readValue);
  return numberValue ?? stringValue ?? boolValue ?? null;
}

/** The inverse of readStruct. */
export function writeStruct(object: JsonObject): WireStruct {
  return { fields: Object.fromEntries(Object.entries(object).map(([key, value]) => [key, writeValue(value)])) };
}

function writeValue(value: JsonValue): WireValue {
  if (value === null) return { nullValue: 0 };
  if (typeof value === "number") return { numberValue: value };
  if (typeof value === "string") return { stringValue: value };
  if (typeof value === "boolean") return { boolValue: value };
  if (isJsonObject(value)) return { structValue: writeStruct(value) };
  return { listValue: { values: value.map(writeValue) } };
}

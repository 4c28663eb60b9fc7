import { schemaFindings } from "../findings/schema.js";
import { isJsonObject, type JsonObject, type JsonPath, type JsonValue } from "../model/index.js";
import type { Problem } from "./problem.js";
import { childSchema, type JsonSchema, resolve } from "./schema/json-schema.js";
import { showPath } from "./show.js";

/** A document as Kubernetes reads it, and the fields that this leaves out. */
export interface NullsDropped {
  readonly document: JsonObject;
  readonly dropped: readonly JsonPath[];
}

/**
 * Leaves out the fields of the spec that are null and do not take null, the spec itself included, as an API server does
 * before it validates (apiextensions-apiserver, PruneNonNullableNullsWithoutDefaults). Entries of lists stay, and so
 * does what the schema does not know: unknown fields, and what objects hold in which anything goes.
 */
export function dropNulls(root: JsonSchema, document: JsonObject): NullsDropped {
  const dropped: JsonPath[] = [];
  const entries = keptFields(root, resolve(root, root), document, [], dropped, (name) => name === "spec");
  return { document: dropped.length === 0 ? document : Object.fromEntries(entries), dropped };
}

/** Whether there is a null in the spec, or it is null: far quicker to see than which of them go. */
export function hasNull({ spec }: JsonObject): boolean {
  if (spec === undefined) return false;
  const ahead: JsonValue[] = [spec];
  for (let value = ahead.pop(); value !== undefined; value = ahead.pop()) {
    if (value === null) return true;
    if (typeof value !== "object") continue;
    for (const entry of Array.isArray(value) ? value : Object.values(value)) {
      if (typeof entry === "object") ahead.push(entry);
    }
  }
  return false;
}

function keptFields(
  root: JsonSchema,
  schema: JsonSchema,
  object: JsonObject,
  path: JsonPath,
  dropped: JsonPath[],
  isRead: (name: string) => boolean = () => true,
): readonly [string, JsonValue][] {
  const kept: [string, JsonValue][] = [];
  for (const [name, value] of Object.entries(object)) {
    const child = isRead(name) ? childSchema(root, schema, name) : undefined;
    if (value === null && child !== undefined && !takesNull(child)) dropped.push([...path, name]);
    else kept.push([name, withoutNulls(root, child, value, [...path, name], dropped)]);
  }
  return kept;
}

function withoutNulls(
  root: JsonSchema,
  schema: JsonSchema | undefined,
  value: JsonValue,
  path: JsonPath,
  dropped: JsonPath[],
): JsonValue {
  if (schema === undefined) return value;
  if (isJsonObject(value)) return Object.fromEntries(keptFields(root, schema, value, path, dropped));
  if (!Array.isArray(value)) return value;
  return value.map((entry: JsonValue, index) =>
    withoutNulls(root, childSchema(root, schema, index), entry, [...path, index], dropped),
  );
}

function takesNull({ type }: JsonSchema): boolean {
  return type === "null" || (Array.isArray(type) && type.includes("null"));
}

/** The warning of a field that is left out: whoever wrote its name meant to give it a value. */
export function droppedNull(path: JsonPath): Problem {
  return {
    row: schemaFindings.droppedNull,
    path,
    target: "key",
    message: `${showPath(path)} has no value (null), so it is left out, as Kubernetes does`,
    remedy: "give it a value, or remove it",
  };
}

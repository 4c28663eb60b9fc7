import type { CelValue, Reads } from "../../cel/index.js";
import { isJsonObject, type JsonValue } from "../../model/index.js";
import { type JsonSchema, resolve } from "../schema/json-schema.js";
import { celFieldName } from "./field-name.js";

/** Turns a value of a document into what a rule sees of it. */
export type View = (value: JsonValue) => CelValue;

/** Schemas are followed this deep; Istio's deepest has half of it. */
const maxDepth = 40;

/**
 * The view of values of a schema: integers as bigint, objects as Map, and of their fields only those that the rule
 * reads, so that a rule about three fields of a spec does not cost a copy of it. As in Kubernetes, a field that is null
 * is absent.
 */
export function viewOf(root: JsonSchema, schema: JsonSchema, reads: Reads, depth = 0): View {
  if (reads === "presence") return () => true;
  if (depth > maxDepth) return () => null;
  const { type, properties, items, additionalProperties, ...rest } = resolve(root, schema);
  const below = (child: JsonSchema, childReads: Reads) => viewOf(root, child, childReads, depth + 1);
  if (type === "integer" || rest["x-kubernetes-int-or-string"] === true) return integer;
  if (properties !== undefined) {
    const fields = Object.entries(properties).flatMap(([name, child]) => {
      const key = celFieldName(name);
      const fieldReads = reads === "everything" ? reads : reads.get(key);
      return fieldReads === undefined ? [] : [{ name, key, view: below(child, fieldReads) }];
    });
    return (value) => objectView(value, fields);
  }
  // A field of a map is one of its keys, which only a rule that reads the whole map may name.
  if (typeof additionalProperties === "object") {
    const view = below(additionalProperties, "everything");
    return (value) => mapView(value, view);
  }
  if (items !== undefined) {
    const view = below(items, "everything");
    return (value) => (Array.isArray(value) ? value.map((entry: JsonValue) => orNull(entry, view)) : null);
  }
  return scalar;
}

interface FieldView {
  readonly name: string;
  readonly key: string;
  readonly view: View;
}

function objectView(value: JsonValue, fields: readonly FieldView[]): CelValue {
  const map = new Map<string, CelValue>();
  if (!isJsonObject(value)) return map;
  for (const { name, key, view } of fields) {
    const content = Object.hasOwn(value, name) ? value[name] : undefined;
    if (content !== undefined && content !== null) map.set(key, view(content));
  }
  return map;
}

function mapView(value: JsonValue, view: View): CelValue {
  if (!isJsonObject(value)) return new Map();
  return new Map(Object.entries(value).map(([key, content]) => [key, orNull(content, view)]));
}

function orNull(value: JsonValue, view: View): CelValue {
  return value === null ? null : view(value);
}

function integer(value: JsonValue): CelValue {
  return typeof value === "number" && Number.isFinite(value) ? BigInt(Math.trunc(value)) : scalar(value);
}

/** Objects without fields of a known type cannot be looked into, as in Kubernetes. */
function scalar(value: JsonValue): CelValue {
  return typeof value === "object" ? new Map() : value;
}

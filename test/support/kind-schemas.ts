import { readFileSync } from "node:fs";
import { join } from "node:path";
import { isJsonObject, type JsonObject, type JsonValue, type KindName } from "../../src/model/index.js";
import { packageRoot } from "../../src/util/package-root.js";

/** A subschema and where it stands in its file, as a JSON pointer such as `#/properties/spec`. */
export interface SchemaNode {
  readonly pointer: string;
  readonly schema: JsonObject;
}

/** The schema of a kind as it is published. */
export function readSchema(kind: KindName): JsonObject {
  const text = readFileSync(join(packageRoot(), "schemas/kinds", `${kind}.schema.json`), "utf8");
  return JSON.parse(text) as JsonObject;
}

/** Every subschema of the file below `node`, itself included, each once: references are not followed. */
export function* subschemas(node: SchemaNode): Generator<SchemaNode> {
  yield node;
  for (const child of children(node)) yield* subschemas(child);
}

/** The properties of an object's schema by name. */
export function propertiesOf({ pointer, schema }: SchemaNode): readonly (SchemaNode & { readonly name: string })[] {
  return childrenUnder({ pointer, schema }, "properties");
}

/** Follows the reference that the schema consists of; any other schema is returned as it is. */
export function resolve(root: JsonObject, node: SchemaNode): SchemaNode {
  const reference = node.schema.$ref;
  if (typeof reference !== "string") return node;
  const name = /^#\/definitions\/(\w+)$/.exec(reference)?.[1];
  const definitions = root.definitions;
  const target = name !== undefined && isJsonObject(definitions) ? definitions[name] : undefined;
  if (!isJsonObject(target)) throw new Error(`${node.pointer} refers to ${reference}, which is not there`);
  return { pointer: reference, schema: target };
}

/**
 * The properties that a value uses, as the pointers of their schemas. Whoever uses a property of a shared definition in
 * one place has used it.
 */
export function* usedProperties(root: JsonObject, node: SchemaNode, value: JsonValue): Generator<string> {
  const { pointer, schema } = resolve(root, node);
  if (Array.isArray(value)) {
    const items = childNode({ pointer, schema }, "items");
    if (items) for (const item of value) yield* usedProperties(root, items, item);
  } else if (isJsonObject(value)) {
    for (const property of propertiesOf({ pointer, schema })) {
      const used = value[property.name];
      if (used === undefined) continue;
      yield property.pointer;
      yield* usedProperties(root, property, used);
    }
    const entry = childNode({ pointer, schema }, "additionalProperties");
    if (entry) for (const content of Object.values(value)) yield* usedProperties(root, entry, content);
  }
}

function* children(node: SchemaNode): Generator<SchemaNode> {
  yield* childrenUnder(node, "properties");
  yield* childrenUnder(node, "definitions");
  for (const keyword of ["items", "additionalProperties", "propertyNames"]) {
    const child = childNode(node, keyword);
    if (child) yield child;
  }
}

function childNode({ pointer, schema }: SchemaNode, keyword: string): SchemaNode | undefined {
  const child = schema[keyword];
  return isJsonObject(child) ? { pointer: `${pointer}/${keyword}`, schema: child } : undefined;
}

function childrenUnder({ pointer, schema }: SchemaNode, keyword: "properties" | "definitions") {
  const group = schema[keyword];
  if (!isJsonObject(group)) return [];
  return Object.entries(group).map(([name, child]) => {
    if (!isJsonObject(child)) throw new Error(`${pointer}/${keyword}/${name} is no schema`);
    return { name, pointer: `${pointer}/${keyword}/${name}`, schema: child };
  });
}

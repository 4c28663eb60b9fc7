import type { JsonPath, JsonValue } from "../../model/index.js";

/** The part of JSON Schema draft-07 that explaining needs. */
export interface JsonSchema {
  readonly $ref?: string;
  readonly title?: string;
  readonly description?: string;
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly additionalProperties?: boolean | JsonSchema;
  readonly items?: JsonSchema;
  readonly required?: readonly string[];
  readonly allOf?: readonly JsonSchema[];
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly not?: JsonSchema;
  readonly enum?: readonly JsonValue[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly definitions?: Readonly<Record<string, JsonSchema>>;
  readonly "x-kubernetes-list-type"?: string;
  readonly "x-kubernetes-list-map-keys"?: readonly string[];
  readonly "x-kubernetes-int-or-string"?: boolean;
  readonly "x-kubernetes-validations"?: readonly { readonly rule: string; readonly message?: string }[];
}

/** References are followed this often; ours point at most once. */
const maxReferences = 8;

/** The schema behind its references. What stands beside a reference describes the field, so it wins over the target's. */
export function resolve(root: JsonSchema, schema: JsonSchema): JsonSchema {
  let resolved = schema;
  for (let hops = 0; resolved.$ref !== undefined && hops < maxReferences; hops += 1) {
    const { $ref, ...beside } = resolved;
    resolved = { ...schemaAtPointer(root, $ref), ...beside };
  }
  return resolved;
}

/** The schema of one field, list entry or map value; undefined where there is none or anything goes. */
export function childSchema(root: JsonSchema, parent: JsonSchema, step: string | number): JsonSchema | undefined {
  const child = typeof step === "number" ? parent.items : fieldSchema(parent, step);
  return child === undefined ? undefined : resolve(root, child);
}

function fieldSchema({ properties, additionalProperties }: JsonSchema, name: string): JsonSchema | undefined {
  if (properties !== undefined && Object.hasOwn(properties, name)) return properties[name];
  return typeof additionalProperties === "object" ? additionalProperties : undefined;
}

/** The schema of the value at that path of a document. */
export function schemaAt(root: JsonSchema, path: JsonPath): JsonSchema | undefined {
  let schema: JsonSchema | undefined = resolve(root, root);
  for (const step of path) {
    if (schema === undefined) return undefined;
    schema = childSchema(root, schema, step);
  }
  return schema;
}

/** The schema that a JSON pointer of the form `#/definitions/Name/oneOf/1` leads to. */
export function schemaAtPointer(root: JsonSchema, pointer: string): JsonSchema | undefined {
  let node: unknown = root;
  for (const step of pointerSteps(pointer)) {
    node = typeof node === "object" && node !== null && Object.hasOwn(node, step) ? Reflect.get(node, step) : undefined;
  }
  return typeof node === "object" && node !== null ? node : undefined;
}

/** The steps of a JSON pointer (RFC 6901), in a URI fragment or plain. */
export function pointerSteps(pointer: string): readonly string[] {
  const plain = pointer.startsWith("#") ? decodeURIComponent(pointer.slice(1)) : pointer;
  return plain
    .split("/")
    .slice(1)
    .map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"));
}

import { kinds } from "../../../src/collections/kinds.js";
import { isJsonObject, type JsonObject, type KindName } from "../../../src/model/index.js";
import { readSchema } from "../kind-schemas.js";

/** A place in the documents of a kind: what its schema asks for, and the names by which pools of values know it. */
export interface Field {
  readonly kind: KindName;
  readonly root: JsonObject;
  /** References are put in place. */
  readonly schema: JsonObject;
  /** Names of the properties that lead here from the spec: `http.route.destination`; entries of lists and maps have none. */
  readonly path: string;
}

const specs: ReadonlyMap<KindName, Field> = new Map(
  kinds.map(({ kind }) => {
    const root = readSchema(kind);
    const properties = isJsonObject(root.properties) ? root.properties : {};
    return [kind, { kind, root, schema: inPlace(root, properties.spec), path: "" }];
  }),
);

/** The spec of a kind. */
export function specField(kind: KindName): Field {
  const spec = specs.get(kind);
  if (spec === undefined) throw new RangeError(`no such kind: ${kind}`);
  return spec;
}

export function propertyNames({ schema }: Field): readonly string[] {
  return isJsonObject(schema.properties) ? Object.keys(schema.properties) : [];
}

/** The value of an object's property or of a map's key; undefined where the schema has none of that name. */
export function property(field: Field, name: string): Field | undefined {
  const { properties, additionalProperties } = field.schema;
  if (isJsonObject(properties) && Object.hasOwn(properties, name)) {
    const path = field.path === "" ? name : `${field.path}.${name}`;
    return { ...field, schema: inPlace(field.root, properties[name]), path };
  }
  return isJsonObject(additionalProperties)
    ? { ...field, schema: inPlace(field.root, additionalProperties) }
    : undefined;
}

/** The items of a list. */
export function item(field: Field): Field | undefined {
  const { items } = field.schema;
  return isJsonObject(items) ? { ...field, schema: inPlace(field.root, items) } : undefined;
}

export function typeOf({ schema }: Field): string {
  return [schema.type].flat().map(String)[0] ?? "object";
}

/** The groups of properties of which one at most may stand: the lists of `required` in each oneOf. */
export function exclusiveGroups({ schema }: Field): readonly (readonly string[])[] {
  const all = [schema, ...[schema.allOf ?? []].flat()].filter(isJsonObject);
  return all
    .map(({ oneOf }) =>
      [oneOf ?? []]
        .flat()
        .flatMap((option) => (isJsonObject(option) ? [option.required ?? []].flat().map(String) : [])),
    )
    .filter((group) => group.length > 0);
}

function inPlace(root: JsonObject, schema: unknown): JsonObject {
  if (!isJsonObject(schema as JsonObject)) throw new Error("a schema is no object");
  const { $ref, ...own } = schema as JsonObject;
  if (typeof $ref !== "string") return own;
  const target = isJsonObject(root.definitions) ? root.definitions[$ref.replace("#/definitions/", "")] : undefined;
  if (!isJsonObject(target)) throw new Error(`${$ref} is not there`);
  return { ...target, ...own };
}

import { isJsonObject, type JsonObject, type JsonValue } from "../../../src/model/index.js";

/** Keywords that are for people and editors. */
const words = new Set(["$id", "$schema", "title", "description", "deprecated"]);

/**
 * What a schema of ours asks for, in one normal form with what a CRD asks for: references put in place, the words left
 * out, lists whose order means nothing sorted.
 */
export function structureOfSchema(root: JsonObject, schema: JsonObject): JsonObject {
  const { $ref, ...own } = schema;
  const target = typeof $ref === "string" ? lookUp(root, $ref) : {};
  // Kubernetes reads `byte` as Base64, draft-07 does not: there a pattern says it.
  const { pattern, ...rest } = { ...target, ...own };
  const whole = pattern === undefined || rest.format === "byte" ? rest : { ...rest, pattern };
  return structure(whole, (child) => structureOfSchema(root, child));
}

/** What a CRD asks for, written as schemas/README.md says that it is written here. */
export function structureOfCrd(schema: JsonObject): JsonObject {
  const { nullable, ...own } = schema;
  const draft07: Record<string, JsonValue> = { ...own };
  if (nullable === true) draft07.type = [own.type ?? "", "null"];
  if (isJsonObject(own.properties) && own["x-kubernetes-preserve-unknown-fields"] !== true) {
    draft07.additionalProperties = false;
  }
  if (own.format === "int32") {
    draft07.minimum ??= -(2 ** 31);
    draft07.maximum ??= 2 ** 31 - 1;
  }
  return structure(draft07, structureOfCrd);
}

function structure(schema: JsonObject, child: (schema: JsonObject) => JsonObject): JsonObject {
  const demands = Object.entries(schema).filter(([keyword]) => !words.has(keyword));
  return Object.fromEntries(demands.map(([keyword, value]) => [keyword, demand(keyword, value, child)]));
}

function demand(keyword: string, value: JsonValue, child: (schema: JsonObject) => JsonObject): JsonValue {
  switch (keyword) {
    case "properties":
      return isJsonObject(value) ? mapValues(value, (item) => (isJsonObject(item) ? child(item) : item)) : value;
    case "items":
    case "additionalProperties":
      return isJsonObject(value) ? child(value) : value;
    case "type":
    case "required":
    case "enum":
      return [value].flat().map(String).sort();
    case "x-kubernetes-validations":
      // The message is ours; the rule decides.
      return [value]
        .flat()
        .map((item) => (isJsonObject(item) ? String(item.rule) : ""))
        .sort();
    default:
      return value;
  }
}

function mapValues(object: JsonObject, change: (value: JsonValue) => JsonValue): JsonObject {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value)]));
}

function lookUp(root: JsonObject, reference: string): JsonObject {
  const name = reference.replace("#/definitions/", "");
  const target = isJsonObject(root.definitions) ? root.definitions[name] : undefined;
  if (!isJsonObject(target)) throw new Error(`${reference} is not there`);
  return target;
}

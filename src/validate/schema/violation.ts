import type { ErrorObject } from "ajv";
import type { JsonObject, JsonPath, JsonValue } from "../../model/index.js";
import { showPath, showText } from "../show.js";
import { type JsonSchema, pointerSteps, schemaAt, schemaAtPointer } from "./json-schema.js";

/** An error of ajv with its place in the document and in the schema looked up. */
export interface Violation {
  readonly keyword: string;
  readonly params: Readonly<Record<string, unknown>>;
  /** Of the value that breaks the keyword; with `target` "key" its last step is a key that breaks it. */
  readonly path: JsonPath;
  readonly target: "key" | "value";
  readonly value: JsonValue | undefined;
  /** How a message names the value. */
  readonly subject: string;
  /** The schema that holds the keyword, and the one of the whole document. */
  readonly schema: JsonSchema;
  readonly root: JsonSchema;
}

/** Looks an error up. */
export function violationOf(error: ErrorObject, document: JsonObject, root: JsonSchema): Violation {
  const { path, value } = follow(document, error.instancePath);
  const { keyword, params } = error;
  const schema = holder(schemaAt(root, path) ?? {}, error.schemaPath);
  if (error.propertyName === undefined) {
    return { keyword, params, path, target: "value", value, subject: showPath(path), schema, root };
  }
  const key = error.propertyName;
  const subject = `the key ${showText(key)} of ${showPath(path)}`;
  return { keyword, params, path: [...path, key], target: "key", value: key, subject, schema, root };
}

const insideOneValue = /((?:\/(?:allOf|anyOf|oneOf)\/\d+|\/(?:not|if|then|else|propertyNames))+)\/[^/]+$/;

/**
 * The schema with the keyword: the one of the value, or a part of it. The schema path alone does not tell, because
 * where ajv makes a function of a definition, it starts from there.
 */
function holder(ofValue: JsonSchema, schemaPath: string): JsonSchema {
  const part = insideOneValue.exec(schemaPath)?.[1];
  return part === undefined ? ofValue : (schemaAtPointer(ofValue, part) ?? ofValue);
}

/** Where an instance path leads. Only the document tells whether `80` is a key or the index of a list. */
function follow(document: JsonObject, pointer: string): { path: JsonPath; value: JsonValue | undefined } {
  const path: (string | number)[] = [];
  let value: JsonValue | undefined = document;
  for (const step of pointerSteps(pointer)) {
    if (Array.isArray(value)) {
      path.push(Number(step));
      value = value[Number(step)];
    } else {
      path.push(step);
      value = typeof value === "object" && value !== null ? (value as JsonObject)[step] : undefined;
    }
  }
  return { path, value };
}

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { ErrorObject } from "ajv";
import type { JsonPath, JsonValue } from "../model/index.js";
import { nearMiss } from "../util/near-miss.js";
import { packageRoot } from "../util/package-root.js";
import { shown } from "./setting.js";

/** A place where the file differs from its schema. */
export interface Mismatch {
  readonly path: JsonPath;
  /** What the place of the error is: the key itself where the key is wrong. */
  readonly target: "key" | "value";
  readonly what: string;
  readonly remedy: string;
}

/**
 * What the published schema is asked at run time: which keys there are, and of which type. The form of texts (patterns,
 * lengths) is checked where they are read, for flags and file alike; there the schema helps editors.
 */
const structural: ReadonlySet<string> = new Set(["additionalProperties", "maxItems", "minItems", "required", "type"]);

/** Compares a document with schemas/config/gitxds.schema.json. */
export function checkAgainstSchema(document: JsonValue): readonly Mismatch[] {
  const file = join(packageRoot(), "schemas/config/gitxds.schema.json");
  // Loaded where there is a file: who gives flags alone does not wait for it.
  const { Ajv } = createRequire(import.meta.url)("ajv") as typeof import("ajv");
  const ajv = new Ajv({ allErrors: true, verbose: true, allowUnionTypes: true });
  const validate = ajv.compile(JSON.parse(readFileSync(file, "utf8")));
  validate(document);
  return (validate.errors ?? []).filter(({ keyword }) => structural.has(keyword)).map(explain);
}

/** The part of a schema that messages use. */
interface Described {
  readonly type?: string | readonly string[];
  readonly examples?: readonly JsonValue[];
  readonly properties?: Readonly<Record<string, Described>>;
}

function explain(error: ErrorObject): Mismatch {
  const path = parsePointer(error.instancePath);
  const schema = (error.parentSchema ?? {}) as Described;
  const found = error.data as JsonValue;
  switch (error.keyword) {
    case "additionalProperties":
      return unknownKey(path, String(error.params.additionalProperty), Object.keys(schema.properties ?? {}));
    case "required": {
      const key = String(error.params.missingProperty);
      const what = `${path.length === 0 ? "" : `${pathText(path)} `}has no ${key}`;
      return { path, target: "value", what, remedy: example(key, schema.properties?.[key]) };
    }
    case "type": {
      const name = path.length === 0 ? "the file" : pathText(path);
      const what = `${name} must be ${typeText(schema)}, found ${shown(found)}`;
      return { path, target: "value", what, remedy: example(path.at(-1), schema) };
    }
    default: {
      const few = error.keyword === "minItems";
      const what = `${pathText(path)} has too ${few ? "few" : "many"} entries: ${few ? "at least" : "at most"} ${error.params.limit}`;
      return { path, target: "value", what, remedy: few ? example(path.at(-1), schema) : "shorten the list" };
    }
  }
}

function unknownKey(parent: JsonPath, key: string, known: readonly string[]): Mismatch {
  const near = nearMiss(key, known);
  const where = parent.length === 0 ? "" : ` in ${pathText(parent)}`;
  return {
    path: [...parent, key],
    target: "key",
    what: `unknown key ${shown(key)}${where}`,
    remedy: near === undefined ? `the keys here are ${known.join(", ")}` : `write ${near}`,
  };
}

const typeNames: Readonly<Record<string, string>> = {
  array: "a list",
  boolean: "true or false",
  integer: "a whole number",
  object: "a mapping",
  string: "a text",
};

function typeText({ type }: Described): string {
  return [type ?? []]
    .flat()
    .map((name) => typeNames[name] ?? name)
    .join(" or ");
}

/** JSON is YAML, so an example of the schema can be pasted as it is. */
function example(key: string | number | undefined, schema: Described | undefined): string {
  const value = schema?.examples?.[0];
  if (value === undefined) return "see schemas/config/gitxds.schema.json for the keys and their types";
  return `write it as in ${typeof key === "string" ? `${key}: ` : ""}${JSON.stringify(value)}`;
}

/** `sources[0].url`, as messages name a place. */
export function pathText(path: JsonPath): string {
  return path.map((step, index) => (typeof step === "number" ? `[${step}]` : index === 0 ? step : `.${step}`)).join("");
}

/** List indexes come back as numbers; the schema has no mapping with keys of digits. */
function parsePointer(pointer: string): JsonPath {
  return pointer
    .split("/")
    .slice(1)
    .map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"))
    .map((step) => (/^[0-9]+$/.test(step) ? Number(step) : step));
}

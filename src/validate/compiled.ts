import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { kinds } from "../collections/kinds.js";
import type { KindName } from "../model/index.js";
import { packageRoot } from "../util/package-root.js";
import type { JsonSchema } from "./schema/json-schema.js";
import type { ValidateFunction } from "./schema/schema-check.js";

/** The schema of a kind as function, and as what it was compiled from. */
export interface CompiledSchema {
  readonly validate: ValidateFunction;
  readonly schema: JsonSchema;
}

/** Loads what scripts/generate-validators.mjs compiled. Throws where it is missing or from before a kind was added. */
export async function loadCompiledSchemas(): Promise<ReadonlyMap<KindName, CompiledSchema>> {
  const folder = join(packageRoot(), "generated");
  const [functions, schemas] = await Promise.all([
    import(pathToFileURL(join(folder, "validators.js")).href) as Promise<Record<string, ValidateFunction>>,
    readFile(join(folder, "schemas.json"), "utf8").then((text) => JSON.parse(text) as Record<string, JsonSchema>),
  ]);
  return new Map(
    kinds.map(({ kind }) => {
      const validate = functions[kind];
      const schema = schemas[kind];
      if (validate === undefined || schema === undefined) {
        throw new Error(`generated/ has no validator for ${kind}: run npm run generate`);
      }
      return [kind, { validate, schema }];
    }),
  );
}

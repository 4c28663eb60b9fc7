import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { KindName } from "../../src/model/index.js";
import { packageRoot } from "../../src/util/package-root.js";
import type { CompiledSchema } from "../../src/validate/compiled.js";

type CompileSchemas = (schemas: Record<string, object>) => { code: string; schemas: Record<string, object> };

/** Compiles schemas of a test's own as the build compiles the real ones, and loads the result. */
export async function compileForTest(
  schemas: Partial<Record<KindName, object>>,
): Promise<ReadonlyMap<KindName, CompiledSchema>> {
  const script = pathToFileURL(join(packageRoot(), "scripts/compile-schemas.mjs")).href;
  const { compileSchemas } = (await import(script)) as { compileSchemas: CompileSchemas };
  const compiled = compileSchemas(schemas);
  // Below the package's folder, where the module finds ajv.
  mkdirSync(join(packageRoot(), "build"), { recursive: true });
  const folder = mkdtempSync(join(packageRoot(), "build/schemas-"));
  const file = join(folder, "validators.mjs");
  writeFileSync(file, compiled.code);
  const functions = (await import(pathToFileURL(file).href)) as Record<string, CompiledSchema["validate"]>;
  rmSync(folder, { recursive: true });
  return new Map(
    (Object.keys(schemas) as KindName[]).map((kind) => {
      const validate = functions[kind];
      if (validate === undefined) throw new Error(`nothing compiled for ${kind}`);
      return [kind, { validate, schema: compiled.schemas[kind] ?? {} }];
    }),
  );
}

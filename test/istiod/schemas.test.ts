import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { kinds } from "../../src/collections/kinds.js";
import { isJsonObject, type JsonObject } from "../../src/model/index.js";
import { readSchema } from "../support/kind-schemas.js";
import { differences } from "./support/differences.js";
import { askHarness, crdFile, needsGo } from "./support/harness.js";
import { structureOfCrd, structureOfSchema } from "./support/structure.js";

/** The parts of a CustomResourceDefinition that are compared. */
interface Definition {
  readonly spec: {
    readonly group: string;
    readonly scope: string;
    readonly names: { readonly kind: string; readonly plural: string };
    readonly versions: readonly {
      readonly name: string;
      readonly served: boolean;
      readonly storage: boolean;
      readonly schema: { readonly openAPIV3Schema: JsonObject };
    }[];
  };
}

describe("the schemas of the kinds", needsGo(), () => {
  test("ask for what Istio's CustomResourceDefinitions ask for", async (t) => {
    const [definitions = []] = askHarness<readonly Definition[]>(["documents", crdFile()]);
    const rows = definitions.map(({ spec }) => spec);
    assert.deepEqual(rows.map(({ names }) => names.kind).sort(), kinds.map(({ kind }) => kind).sort());

    for (const row of kinds) {
      const spec = rows.find(({ names }) => names.kind === row.kind);
      assert.ok(spec);
      await t.test(`${row.kind}: group, plural and versions of the table of kinds`, () => {
        assert.equal(spec.scope, "Namespaced");
        assert.deepEqual({ group: spec.group, plural: spec.names.plural }, { group: row.group, plural: row.plural });
        const served = spec.versions.filter((version) => version.served).map(({ name }) => name);
        assert.deepEqual([...row.versions].sort(), served.sort());
        assert.equal(row.storageVersion, spec.versions.find(({ storage }) => storage)?.name);
      });

      const schema = readSchema(row.kind);
      for (const version of spec.versions) {
        await t.test(`${row.kind} ${version.name}: the structure of the spec`, () => {
          const ours = structureOfSchema(schema, specOf(schema));
          const theirs = structureOfCrd(specOf(version.schema.openAPIV3Schema));
          assert.deepEqual(differences(ours, theirs), []);
          assert.equal(requiresSpec(schema), requiresSpec(version.schema.openAPIV3Schema));
        });
      }
    }
  });
});

function requiresSpec({ required }: JsonObject): boolean {
  return Array.isArray(required) && required.includes("spec");
}

function specOf({ properties }: JsonObject): JsonObject {
  const spec = isJsonObject(properties) ? properties.spec : undefined;
  assert.ok(isJsonObject(spec), "the schema has a spec");
  return spec;
}

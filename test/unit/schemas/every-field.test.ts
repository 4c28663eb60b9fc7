import assert from "node:assert/strict";
import { test } from "node:test";
import { kinds } from "../../../src/collections/kinds.js";
import type { JsonObject } from "../../../src/model/index.js";
import { compileKind } from "../../support/compile-kind.js";
import { readFixtures } from "../../support/fixtures.js";
import { propertiesOf, readSchema, type SchemaNode, subschemas, usedProperties } from "../../support/kind-schemas.js";

for (const { kind, versions } of kinds) {
  const accepted = readFixtures("every-field", kind);
  const refused = readFixtures("refused-by-istiod", kind);

  test(`${kind}: the documents of test/fixtures are valid`, () => {
    const validate = compileKind(kind);
    for (const document of [...accepted, ...refused]) {
      assert.ok(validate(document), `${nameOf(document)}: ${JSON.stringify(validate.errors)}`);
    }
  });

  test(`${kind}: the documents of test/fixtures together use every field of the spec`, () => {
    const root = readSchema(kind);
    const spec = specOf(root);
    const used = new Set(
      [...accepted, ...refused].flatMap(({ spec: value = {} }) => [...usedProperties(root, spec, value)]),
    );
    assert.deepEqual(
      fieldsBelow(root).filter((pointer) => !used.has(pointer)),
      [],
    );
  });

  test(`${kind}: the documents of test/fixtures use every served version`, () => {
    const used = new Set(accepted.map(({ apiVersion }) => String(apiVersion).split("/")[1]));
    assert.deepEqual([...used].sort(), [...versions].sort());
  });
}

function nameOf(document: JsonObject): string {
  return JSON.stringify((document.metadata as JsonObject).name);
}

function specOf(root: JsonObject): SchemaNode {
  const spec = propertiesOf({ pointer: "#", schema: root }).find(({ name }) => name === "spec");
  if (spec === undefined) throw new Error("the schema has no spec");
  return spec;
}

/** The pointers of all properties that belong to the spec: those below it and those of the definitions it uses. */
function fieldsBelow(root: JsonObject): readonly string[] {
  const outside = /^#\/(properties\/(?!spec\/)|definitions\/ObjectMeta\/)/;
  return [...subschemas({ pointer: "#", schema: root })]
    .flatMap(propertiesOf)
    .map(({ pointer }) => pointer)
    .filter((pointer) => !outside.test(pointer));
}

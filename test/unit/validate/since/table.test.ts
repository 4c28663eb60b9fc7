import assert from "node:assert/strict";
import { test } from "node:test";
import { isBefore, oldestIstioVersion, pinnedIstioVersion } from "../../../../src/collections/istio-versions.js";
import { kinds } from "../../../../src/collections/kinds.js";
import { isJsonObject, type JsonObject, type KindName } from "../../../../src/model/index.js";
import { introductions } from "../../../../src/validate/since/introductions.js";
import { sinceCheck } from "../../../../src/validate/since/since-check.js";
import { propertiesOf, readSchema, resolve, type SchemaNode } from "../../../support/kind-schemas.js";

/** The schema at the end of a path of the table; undefined where the kind has no such place. */
function schemaAt(kind: KindName, path: string): SchemaNode | undefined {
  const root = readSchema(kind);
  let node: SchemaNode | undefined = { pointer: "#", schema: root };
  for (const [, name = "", inside] of path.matchAll(/([^.[{]+)(\[\]|\{\})?/g)) {
    node = propertiesOf(resolve(root, node)).find((property) => property.name === name);
    if (node === undefined) return undefined;
    if (inside !== undefined) {
      const { pointer, schema }: SchemaNode = resolve(root, node);
      const below: JsonObject | undefined = objectAt(schema, inside === "[]" ? "items" : "additionalProperties");
      if (below === undefined) return undefined;
      node = { pointer, schema: below };
    }
  }
  return node;
}

function objectAt(schema: JsonObject, keyword: string): JsonObject | undefined {
  const value = schema[keyword];
  return isJsonObject(value) ? value : undefined;
}

test("every path of the table is one of its kind's schema", () => {
  const lost = introductions.filter(({ kind, path }) => schemaAt(kind, path) === undefined);
  assert.deepEqual(lost, []);
});

test("no place is named twice for the same reason", () => {
  const fields = introductions.filter(({ what }) => what.type === "field").map(({ kind, path }) => `${kind} ${path}`);
  assert.equal(new Set(fields).size, fields.length);
});

test("each entry is newer than the oldest version, not newer than the pinned one, and later than its API", () => {
  for (const { kind, path, since, inApiSince = oldestIstioVersion } of introductions) {
    assert.ok(isBefore(oldestIstioVersion, since) && !isBefore(pinnedIstioVersion, since), `${kind} ${path}`);
    assert.ok(isBefore(inApiSince, since), `${kind} ${path}`);
  }
});

test("for the pinned version there is nothing to check", () => {
  for (const { kind } of kinds) assert.equal(sinceCheck(kind, pinnedIstioVersion), undefined, kind);
});

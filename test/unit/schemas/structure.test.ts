import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { kinds } from "../../../src/collections/kinds.js";
import { isJsonObject, type JsonObject, type JsonValue } from "../../../src/model/index.js";
import { packageRoot } from "../../../src/util/package-root.js";
import { compileKind } from "../../support/compile-kind.js";
import { propertiesOf, readSchema, resolve, type SchemaNode, subschemas } from "../../support/kind-schemas.js";

const shortestDescription = 15;

test("every kind has a schema, and every schema a kind", () => {
  const files = readdirSync(join(packageRoot(), "schemas/kinds")).sort();
  assert.deepEqual(files, kinds.map(({ kind }) => `${kind}.schema.json`).sort());
});

for (const row of kinds) {
  const { kind, group, versions } = row;
  const schema = readSchema(kind);
  const root: SchemaNode = { pointer: "#", schema };
  const everywhere = [...subschemas(root)];
  const definitions = everywhere.filter(({ pointer }) => /^#\/definitions\/\w+$/.test(pointer));

  test(`${kind}: the schema compiles in strict mode`, () => {
    assert.doesNotThrow(() => compileKind(kind));
  });

  test(`${kind}: the document is of this kind in one of its served versions`, () => {
    const property = (name: string) => propertiesOf(root).find((node) => node.name === name)?.schema ?? {};
    assert.equal(schema.$schema, "http://json-schema.org/draft-07/schema#");
    assert.equal(schema.$id, `gitxds/kinds/${kind}.schema.json`);
    assert.equal(property("kind").const, kind);
    assert.deepEqual(
      property("apiVersion").enum,
      versions.map((version) => `${group}/${version}`),
    );
  });

  test(`${kind}: every property says in a sentence what it is`, () => {
    const silent = everywhere.flatMap(propertiesOf).filter(({ schema: { description } }) => !isSentence(description));
    assert.deepEqual(pointers(silent), []);
  });

  test(`${kind}: the document, its spec and every list item and map entry with fields say what they are`, () => {
    const named = everywhere.filter(
      ({ pointer, schema: node }) =>
        /^#(\/properties\/spec)?$/.test(pointer) ||
        (/\/(items|additionalProperties)$/.test(pointer) && (node.properties ?? node.$ref) !== undefined),
    );
    assert.deepEqual(pointers(named.filter(({ schema: { description } }) => !isSentence(description))), []);
  });

  test(`${kind}: every object with fields has a title`, () => {
    const untitled = everywhere.filter(({ schema: { properties, title } }) => properties !== undefined && !title);
    assert.deepEqual(pointers(untitled), []);
  });

  test(`${kind}: no definition has a description, which editors would show in place of the property's`, () => {
    assert.deepEqual(pointers(definitions.filter(({ schema: { description } }) => description !== undefined)), []);
  });

  test(`${kind}: every rule says in a sentence what it asks for`, () => {
    for (const node of everywhere) {
      for (const rule of rulesOf(node)) {
        assert.equal(typeof rule.rule, "string", node.pointer);
        assert.ok(isSentence(rule.message), `${node.pointer}: ${JSON.stringify(rule.message)}`);
      }
    }
  });

  test(`${kind}: an object is closed, a map, or left open on purpose`, () => {
    const undecided = everywhere.filter(({ schema: node }) => isObject(node) && !isDecided(node));
    assert.deepEqual(pointers(undecided), []);
  });

  test(`${kind}: references lead to definitions of the same file, and every definition is used`, () => {
    const used = everywhere.filter((node) => node.schema.$ref !== undefined).map((node) => resolve(schema, node));
    assert.deepEqual(new Set(pointers(used)), new Set(pointers(definitions)));
  });
}

function pointers(nodes: readonly SchemaNode[]): readonly string[] {
  return nodes.map(({ pointer }) => pointer);
}

function isSentence(text: JsonValue | undefined): boolean {
  return typeof text === "string" && text.length >= shortestDescription && /^[A-Za-z].*\.$/s.test(text);
}

function rulesOf({ schema }: SchemaNode): readonly JsonObject[] {
  const rules = schema["x-kubernetes-validations"];
  return Array.isArray(rules) ? rules.filter(isJsonObject) : [];
}

function isObject({ type, properties }: JsonObject): boolean {
  return properties !== undefined || (Array.isArray(type) ? type.includes("object") : type === "object");
}

function isDecided(schema: JsonObject): boolean {
  const rest = schema.additionalProperties;
  if (schema.properties !== undefined) return rest === false;
  return isJsonObject(rest) || schema["x-kubernetes-preserve-unknown-fields"] === true;
}

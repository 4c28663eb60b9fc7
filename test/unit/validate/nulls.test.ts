import assert from "node:assert/strict";
import { test } from "node:test";
import type { JsonObject, JsonValue } from "../../../src/model/index.js";
import { dropNulls, hasNull } from "../../../src/validate/nulls.js";
import type { JsonSchema } from "../../../src/validate/schema/json-schema.js";
import { resourceOf } from "../../support/resource.js";
import { validator } from "./schemas.js";

const text: JsonSchema = { type: "string" };
const schema: JsonSchema = {
  type: "object",
  properties: {
    metadata: { type: "object", properties: { name: text } },
    spec: {
      type: "object",
      properties: {
        name: text,
        auto: { type: ["boolean", "null"] },
        either: { "x-kubernetes-int-or-string": true },
        rules: { type: "array", items: { $ref: "#/definitions/Rule" } },
        labels: { type: "object", additionalProperties: text },
        value: { type: "object" },
      },
    },
  },
  definitions: { Rule: { type: "object", properties: { to: { type: "array", items: text }, name: text } } },
};

function read(document: JsonObject): { spec: JsonValue | undefined; dropped: readonly string[] } {
  const { document: kept, dropped } = dropNulls(schema, document);
  return { spec: kept.spec, dropped: dropped.map((path) => path.join(".")) };
}

const cases: readonly (readonly [what: string, spec: JsonValue, kept: JsonValue, dropped: readonly string[]])[] = [
  ["a field", { name: null, auto: true }, { auto: true }, ["spec.name"]],
  ["a field of any type", { either: null, rules: null }, {}, ["spec.either", "spec.rules"]],
  [
    "a field below lists and definitions",
    { rules: [{ name: null }, { to: null, name: "a" }] },
    { rules: [{}, { name: "a" }] },
    ["spec.rules.0.name", "spec.rules.1.to"],
  ],
  ["a value of a map", { labels: { a: null, b: "c" } }, { labels: { b: "c" } }, ["spec.labels.a"]],
];

for (const [what, spec, kept, dropped] of cases) {
  test(`${what} that is null is dropped`, () => {
    assert.deepEqual(read({ spec }), { spec: kept, dropped });
  });
}

test("a spec that is null is dropped, and nothing of the metadata", () => {
  const { document, dropped } = dropNulls(schema, { kind: null, metadata: { name: null }, spec: null, status: null });
  assert.deepEqual(document, { kind: null, metadata: { name: null }, status: null });
  assert.deepEqual(dropped, [["spec"]]);
});

test("a null stays that the field takes, that is an entry of a list, or of which the schema knows nothing", () => {
  const spec = { auto: null, rules: [null, { to: [null] }], value: { deep: null }, unknown: null };
  assert.deepEqual(read({ spec }), { spec, dropped: [] });
});

test("a document without nulls to drop is left as it is, not copied", () => {
  for (const spec of [{ name: "a" }, { auto: null }]) {
    const document = { spec };
    assert.equal(dropNulls(schema, document).document, document);
  }
});

test("a key that every object inherits is a field like others", () => {
  const spec = JSON.parse('{"name": null, "labels": {"__proto__": "a", "constructor": null}}') as JsonObject;
  const { document, dropped } = dropNulls(schema, { spec });
  assert.equal(JSON.stringify(document), '{"spec":{"labels":{"__proto__":"a"}}}');
  assert.equal(dropped.length, 2);
});

test("nulls are seen at any depth", () => {
  let deep: JsonValue = null;
  for (let depth = 0; depth < 100_000; depth += 1) deep = depth % 2 === 0 ? [deep] : { deep };
  assert.equal(hasNull({ spec: deep }), true);
  assert.equal(hasNull({ spec: { a: [{ b: "" }, 0, false] }, status: null }), false);
  assert.equal(hasNull({ spec: null }), true);
  assert.equal(hasNull({}), false);
});

/** The findings of a spec by the small schemas, and what of it is encoded. */
function judge(spec: JsonValue) {
  const resource = resourceOf("ServiceEntry", spec);
  const codes = validator.validate(resource).map(({ code, severity }) => `${severity} ${code}`);
  return { codes, encoded: validator.read(resource).document.spec };
}

test("a dropped null is a warning, and is not encoded", () => {
  assert.deepEqual(judge({ hosts: ["a"], location: null, auto: null }), {
    codes: ["warning GX216"],
    encoded: { hosts: ["a"], auto: null },
  });
  const resource = resourceOf("ServiceEntry", { hosts: ["a"] });
  assert.equal(validator.read(resource), resource);
});

test("what a dropped null leaves is judged: fields may be missing, groups be complete", () => {
  assert.deepEqual(judge({ hosts: null }).codes, ["error GX204"]);
  assert.deepEqual(judge({ hosts: ["a"], balance: { header: "x", cookie: null } }).codes, ["warning GX216"]);
  assert.deepEqual(judge({ hosts: ["a"], legacy: { a: null, b: "" } }).codes, ["warning GX216"]);
  assert.deepEqual(judge({ hosts: ["a", null], location: null }).codes, ["error GX204", "warning GX216"]);
});

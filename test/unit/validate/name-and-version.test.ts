import assert from "node:assert/strict";
import { test } from "node:test";
import type { JsonValue, Resource } from "../../../src/model/index.js";
import { resourceOf } from "../../support/resource.js";
import { validator } from "./schemas.js";

function verdict(overrides: Partial<Resource>): readonly string[] {
  return validator
    .validate(resourceOf("VirtualService", {}, overrides))
    .map(({ code, message, remedy }) => `${code} ${message} => ${remedy}`);
}

function withMetadata(metadata: JsonValue, name = ""): Partial<Resource> {
  return { name, document: { apiVersion: "networking.istio.io/v1", kind: "VirtualService", metadata } };
}

test("an unknown version is all that is said about a document, and the served ones are listed", () => {
  assert.deepEqual(verdict({ apiVersion: "networking.istio.io/v2", name: "A/B" }), [
    'GX200 VirtualService has no version "networking.istio.io/v2", it is served as networking.istio.io/v1, networking.istio.io/v1beta1 and networking.istio.io/v1alpha3 => write apiVersion: networking.istio.io/v1',
  ]);
});

test("every served version is taken", () => {
  for (const version of ["v1", "v1beta1", "v1alpha3"]) {
    assert.deepEqual(verdict({ apiVersion: `networking.istio.io/${version}` }), []);
  }
});

for (const name of ["a", "a-b.c-1", "0.0", "a".repeat(253)]) {
  test(`the name ${name.slice(0, 20)} is good`, () => assert.deepEqual(verdict({ name }), []));
}

const form = "lower-case letters, digits, - and ., with a letter or digit at both ends and beside each .";
for (const [name, complaint, remedy] of [
  ["a/b", `must consist of ${form}; found "a/b"`, "choose a name that fits, for example a-b"],
  ["Reviews_V1", `must consist of ${form}; found "Reviews_V1"`, "choose a name that fits, for example reviews-v1"],
  ["a..b", `must consist of ${form}; found "a..b"`, "choose a name that fits"],
  ["a\n", `must consist of ${form}; found "a\\n"`, "choose a name that fits, for example a"],
  ["", "must not be empty", "choose a name that fits"],
  ["a".repeat(254), "may have 253 characters at most, it has 254", "choose a name that fits"],
] as const) {
  test(`the name ${JSON.stringify(name.slice(0, 20))} is bad, said once`, () => {
    assert.deepEqual(verdict({ name }), [`GX201 metadata.name ${complaint} => ${remedy}`]);
  });
}

for (const [namespace, complaint, remedy] of [
  ["", "must not be empty", "choose a namespace that fits"],
  [
    "a.b",
    'must consist of lower-case letters, digits and -, with a letter or digit at both ends; found "a.b"',
    "choose a namespace that fits, for example a-b",
  ],
  ["a".repeat(64), "may have 63 characters at most, it has 64", "choose a namespace that fits"],
] as const) {
  test(`the namespace ${JSON.stringify(namespace.slice(0, 20))} is bad, said once`, () => {
    assert.deepEqual(verdict({ namespace }), [`GX201 metadata.namespace ${complaint} => ${remedy}`]);
  });
}

test("a name of a megabyte is refused by its length, not by its letters", () => {
  assert.deepEqual(verdict({ name: "a".repeat(1_000_000) }), [
    "GX201 metadata.name may have 253 characters at most, it has 1000000 => choose a name that fits",
  ]);
});

test("a missing name is missing, said once, and generateName is no name", () => {
  const document = { apiVersion: "networking.istio.io/v1", kind: "VirtualService" };
  assert.deepEqual(verdict({ name: "", document }), ["GX203 metadata.name is missing => add metadata.name"]);
  assert.deepEqual(verdict(withMetadata({})), ["GX203 metadata.name is missing => add metadata.name"]);
  assert.deepEqual(verdict(withMetadata({ generateName: "a-" })), [
    "GX203 metadata.name is missing => add metadata.name in place of generateName: what Git holds has a fixed name",
  ]);
});

test("a name or metadata of the wrong type is the schema's to say, once", () => {
  assert.deepEqual(verdict(withMetadata({ name: 5 })), [
    'GX205 metadata.name must be a string, found the number 5 => put it in quotes: "5"',
  ]);
  assert.deepEqual(verdict(withMetadata(null)), [
    "GX204 metadata has no value (null), it must be an object => remove the key or give it a value",
  ]);
  assert.deepEqual(verdict(withMetadata([])), [
    'GX205 metadata must be an object, found a list => make it one object: remove the "- " in front of its fields',
  ]);
  assert.deepEqual(verdict(withMetadata({ name: "a", namespace: 5 }, "a")), [
    'GX205 metadata.namespace must be a string, found the number 5 => put it in quotes: "5"',
  ]);
});

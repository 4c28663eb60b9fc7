import assert from "node:assert/strict";
import { test } from "node:test";
import type { JsonValue } from "../../../src/model/index.js";
import { uniqueCheck } from "../../../src/validate/unique-check.js";
import { resourceOf } from "../../support/resource.js";
import { validator } from "./schemas.js";

test("entries of a list map with the same key are named, both of them", () => {
  const ports = [{ name: "http" }, { name: "tcp" }, { name: "http", number: 80 }];
  const resource = resourceOf("ServiceEntry", { hosts: ["a"], ports });
  assert.deepEqual(
    validator.validate(resource).map(({ code, message, remedy }) => `${code} ${message} => ${remedy}`),
    [
      'GX212 spec.ports[2] has the same name as spec.ports[0]: the string "http" => give it another name, or remove one of the two',
    ],
  );
  assert.deepEqual(resource.located, [{ path: ["spec", "ports", 2, "name"], target: "value" }]);
});

test('values of a set must differ, and 1 and "1" do', () => {
  const resource = resourceOf("VirtualService", { exportTo: [".", "*", "."] });
  assert.deepEqual(
    validator.validate(resource).map(({ message }) => message),
    ['spec.exportTo[2] has the same value as spec.exportTo[0]: the string "."'],
  );
  const check = uniqueCheck({ properties: { spec: { items: {}, "x-kubernetes-list-type": "set" } } });
  assert.equal(check(resourceOf("VirtualService", [1, "1", true, "true"])).length, 0);
  assert.equal(check(resourceOf("VirtualService", [1, 1])).length, 1);
});

test("lists are found below definitions, lists and maps, and several keys count together", () => {
  const list = {
    "x-kubernetes-list-type": "map",
    "x-kubernetes-list-map-keys": ["a", "b"],
    items: {},
  };
  const check = uniqueCheck({
    properties: { spec: { items: { additionalProperties: { $ref: "#/definitions/Holder" } } } },
    definitions: { Holder: { properties: { list } } },
  });
  const twins: JsonValue = [
    { a: 1, b: 1 },
    { a: 1, b: 2 },
    { a: 1, b: 1 },
  ];
  const [problem, ...more] = check(resourceOf("VirtualService", [{}, { x: { list: twins } }]));
  assert.equal(
    problem?.message,
    "spec[1].x.list[2] has the same a and b as spec[1].x.list[0]: the number 1 and the number 1",
  );
  assert.deepEqual(more, []);
});

test("an entry without its key, or that is no object, is left to the schema", () => {
  const spec = { hosts: ["a"], ports: [{}, {}, 5, 5, { name: {} }, { name: {} }] };
  const codes = validator.validate(resourceOf("ServiceEntry", spec)).map(({ code }) => code);
  assert.deepEqual(codes, ["GX203", "GX203", "GX205", "GX205", "GX205", "GX205"]);
});

test("a schema that contains itself ends", () => {
  const loop = { properties: { next: { $ref: "#/definitions/Loop" } } };
  const check = uniqueCheck({ properties: { spec: { $ref: "#/definitions/Loop" } }, definitions: { Loop: loop } });
  assert.deepEqual(check(resourceOf("VirtualService", {})), []);
});

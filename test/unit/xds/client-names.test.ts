import assert from "node:assert/strict";
import { test } from "node:test";
import { allowedName, clientNames } from "../../../src/xds/transport/client-names.js";

for (const [text, names] of [
  [undefined, []],
  ["", []],
  [
    "DNS:a.example, IP Address:10.0.0.1, URI:spiffe://td/ns/x/sa/y, email:me@a.example",
    ["a.example", "spiffe://td/ns/x/sa/y"],
  ],
  ['URI:"spiffe://td/x\\u002c DNS:b.example", DNS:c.example', ["spiffe://td/x, DNS:b.example", "c.example"]],
  ['DNS:"a\\"b", DNS:c', ['a"b', "c"]],
  ['othername:"UPN::x, DNS:b.example"', []],
  ["othername:<unsupported>, DNS:b.example", ["b.example"]],
  ['DNS:a, DNS:"broken', []],
  ["no entry", []],
] as const) {
  test(`of ${JSON.stringify(text)} the names are ${JSON.stringify(names)}`, () => {
    assert.deepEqual(clientNames(text), names);
  });
}

test("URIs are compared as they are, DNS names in any case, and neither by a part", () => {
  assert.equal(allowedName(["A.Example"], ["a.example"]), "A.Example");
  assert.equal(allowedName(["spiffe://td/X"], ["spiffe://td/x"]), undefined);
  assert.equal(allowedName(["b.a.example", "example"], ["a.example"]), undefined);
});

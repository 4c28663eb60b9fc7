import assert from "node:assert/strict";
import { test } from "node:test";
import type { JsonPath } from "../../../src/model/index.js";
import { parseFile } from "../../../src/parse/index.js";

const text = `# first line
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: a, "labels": {x: y}}
spec:
  hosts: &hosts
  - one
  - "two"
  http:
  - name: first
    route: []
    empty:
  - {name: second, timeout: 5s}
  note: |
    a block
  base: &base {retries: 3, attempts: 4}
  merged:
    <<: *base
    retries: 5
  again: *hosts
  gaps:
  - # left out
  - two
`;

const [resource] = parseFile("a.yaml", Buffer.from(text), { defaultNamespace: "default" }).resources;

const rows: readonly (readonly [JsonPath, "key" | "value", string])[] = [
  [[], "value", "2:1"],
  [["kind"], "key", "3:1"],
  [["kind"], "value", "3:7"],
  [["metadata"], "value", "4:11"],
  [["metadata", "labels"], "key", "4:21"],
  [["metadata", "labels", "x"], "value", "4:35"],
  [["spec"], "key", "5:1"],
  [["spec"], "value", "6:3"],
  [["spec", "hosts"], "value", "6:10"],
  [["spec", "hosts", 0], "value", "7:5"],
  [["spec", "hosts", 1], "key", "8:5"],
  [["spec", "http", 0, "route"], "key", "11:5"],
  [["spec", "http", 0, "empty"], "value", "12:5"],
  [["spec", "http", 1], "value", "13:5"],
  [["spec", "http", 1, "timeout"], "value", "13:29"],
  [["spec", "note"], "value", "15:5"],
  [["spec", "merged", "retries"], "key", "19:5"],
  [["spec", "merged", "attempts"], "key", "16:28"],
  [["spec", "again"], "value", "20:10"],
  [["spec", "again", 1], "value", "8:5"],
  // What is left out stands at the list that it is in.
  [["spec", "gaps", 0], "value", "22:3"],
  [["spec", "gaps", 1], "value", "23:5"],
  // Paths that lead nowhere give the nearest ancestor.
  [["spec", "http", 7, "name"], "value", "9:3"],
  [["spec", "http", 0, "nothing"], "value", "10:5"],
  [["spec", "hosts", 0, "deeper"], "value", "7:5"],
  [["nothing", "at", "all"], "key", "2:1"],
];

for (const [path, target, expected] of rows) {
  test(`the ${target} of ${JSON.stringify(path)} stands at ${expected}`, () => {
    const position = resource?.locate(path, target);
    assert.equal(`${position?.line}:${position?.column}`, expected);
  });
}

test("columns count UTF-16 units, lines go on over documents and CRLF", () => {
  const lines = [
    "---",
    "a: 1",
    "---",
    "apiVersion: networking.istio.io/v1",
    "kind: Gateway",
    "metadata: {😀: b, name: c}",
  ];
  const [found] = parseFile("a.yaml", Buffer.from(lines.join("\r\n")), { defaultNamespace: "default" }).resources;
  assert.deepEqual(found?.position, { line: 4, column: 1 });
  assert.deepEqual(found?.locate(["metadata", "name"], "key"), { line: 6, column: 19 });
});

test("places stay true where the closing brackets of a list or an object stand under their key", () => {
  const shallow = `apiVersion: networking.istio.io/v1
kind: Gateway
metadata: {
  name: a # it's the name
}
spec:
  hosts: [ # two
one, # of them

"two"
  ]
  note: |
    }
  after: {
    b: c
  }
`;
  const [found] = parseFile("a.yaml", Buffer.from(shallow), { defaultNamespace: "default" }).resources;
  assert.deepEqual(found?.document.spec, { hosts: ["one", "two"], note: "}\n", after: { b: "c" } });
  assert.deepEqual(found?.locate(["metadata", "name"], "value"), { line: 4, column: 9 });
  assert.deepEqual(found?.locate(["spec", "hosts", 1], "value"), { line: 10, column: 1 });
  assert.deepEqual(found?.locate(["spec", "after", "b"], "key"), { line: 15, column: 5 });
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { parseFile } from "../../../src/parse/index.js";

function parse(text: string) {
  return parseFile("a.yaml", Buffer.from(text), { defaultNamespace: "default" });
}

const items = `
- apiVersion: networking.istio.io/v1
  kind: Gateway
  metadata: {name: one}
- apiVersion: networking.istio.io/v1
  kind: Gateway
  metadata:
    name: two
`;

test("the items of a List are resources of their own, each with its place", () => {
  const { resources, findings } = parse(`apiVersion: v1\nkind: List\nitems:${items}`);
  assert.deepEqual(findings, []);
  assert.deepEqual(
    resources.map(({ name, position, locate }) => [name, position, locate(["metadata", "name"], "key")]),
    [
      ["one", { line: 4, column: 3 }, { line: 6, column: 14 }],
      ["two", { line: 7, column: 3 }, { line: 10, column: 5 }],
    ],
  );
});

test("items of a list of one kind take kind and apiVersion from the list where they have neither", () => {
  const { resources } = parse(
    "apiVersion: networking.istio.io/v1beta1\nkind: SidecarList\nitems:\n- metadata: {name: a}\n- apiVersion: networking.istio.io/v1\n  kind: Sidecar\n  metadata: {name: b}\n",
  );
  assert.deepEqual(
    resources.map(({ kind, apiVersion, document }) => [kind, apiVersion, document.kind]),
    [
      ["Sidecar", "networking.istio.io/v1beta1", "Sidecar"],
      ["Sidecar", "networking.istio.io/v1", "Sidecar"],
    ],
  );
});

test("lists in lists are unfolded, but not without end", () => {
  const nested = (depth: number): object =>
    depth === 0
      ? { apiVersion: "networking.istio.io/v1", kind: "Gateway", metadata: { name: "a" } }
      : { apiVersion: "v1", kind: "List", items: [nested(depth - 1)] };
  assert.equal(parse(JSON.stringify(nested(3))).resources.length, 1);
  const deep = parse(JSON.stringify(nested(30)));
  assert.deepEqual([deep.resources.length, deep.findings.map(({ code }) => code)], [0, ["GX115"]]);
});

test("a list without items is empty", () => {
  const { resources, findings } = parse("apiVersion: networking.istio.io/v1\nkind: GatewayList\nitems:\n");
  assert.deepEqual([resources, findings], [[], []]);
});

test("what a cluster adds is dropped, so kubectl's output equals the file that was applied", () => {
  const applied = parse(`apiVersion: networking.istio.io/v1
kind: Gateway
metadata:
  name: a
  labels: {x: y}
spec: {servers: []}
`).resources[0]?.document;
  const output = parse(`apiVersion: networking.istio.io/v1
kind: Gateway
metadata:
  annotations:
    kubectl.kubernetes.io/last-applied-configuration: |
      {"apiVersion":"networking.istio.io/v1"}
  creationTimestamp: null
  generation: 3
  labels: {x: y}
  managedFields: [{manager: kubectl}]
  name: a
  resourceVersion: "12"
  selfLink: /x
  uid: 1-2
spec: {servers: []}
status: {conditions: []}
`).resources[0]?.document;
  assert.deepEqual(output, applied);
});

test("a creationTimestamp, other annotations and unknown metadata are kept", () => {
  const [resource] = parse(`apiVersion: networking.istio.io/v1
kind: Gateway
metadata:
  name: a
  creationTimestamp: 2024-01-02T03:04:05Z
  annotations: {kubectl.kubernetes.io/last-applied-configuration: x, b: c}
  unknown: 1
`).resources;
  assert.deepEqual(resource?.document.metadata, {
    name: "a",
    creationTimestamp: "2024-01-02T03:04:05Z",
    annotations: { b: "c" },
    unknown: 1,
  });
});

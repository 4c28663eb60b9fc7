import assert from "node:assert/strict";
import { test } from "node:test";
import { decodeResource, EncodeError, encodeResource } from "../../../src/proto/index.js";

const resource = {
  name: "a/b",
  version: "v",
  createTime: "1970-01-01T00:00:01Z",
  labels: { b: "2", a: "1" },
  annotations: { z: "" },
  body: { typeUrl: "t", value: Uint8Array.of(1) },
};

test("a resource is an Any that holds metadata and body, labels sorted", () => {
  const url = Buffer.from("type.googleapis.com/istio.mcp.v1alpha1.Resource").toString("hex");
  const metadata = `0a03612f62120208011a0176${"22060a0161120131"}${"22060a0162120132"}2a050a017a1200`;
  const content = `0a23${metadata}1206${"0a0174120101"}`;
  assert.equal(Buffer.from(encodeResource(resource)).toString("hex"), `0a2f${url}122d${content}`);
});

test("the order of labels and annotations does not matter", () => {
  const other = { ...resource, labels: { a: "1", b: "2" } };
  assert.deepEqual(encodeResource(other), encodeResource(resource));
});

test("what was encoded is decoded", () => {
  const decoded = decodeResource(encodeResource(resource));
  assert.deepEqual({ ...decoded, body: { ...decoded.body, value: new Uint8Array(decoded.body.value) } }, resource);
});

test("a resource may lack version, labels and body", () => {
  const empty = {
    ...resource,
    version: "",
    labels: {},
    annotations: {},
    body: { typeUrl: "t", value: new Uint8Array() },
  };
  const { version, labels, annotations, body } = decodeResource(encodeResource(empty));
  assert.deepEqual([version, labels, annotations, body.value.length], ["", {}, {}, 0]);
});

test("labels named like properties of all objects are kept", () => {
  const labels = JSON.parse('{"__proto__":"1","constructor":"2"}');
  assert.deepEqual(Object.entries(decodeResource(encodeResource({ ...resource, labels })).labels).sort(), [
    ["__proto__", "1"],
    ["constructor", "2"],
  ]);
});

for (const [what, wrong, path, says] of [
  [
    "a time that cannot be read",
    { createTime: "yesterday" },
    ["metadata", "creationTimestamp"],
    "creationTimestamp takes a time",
  ],
  ["a label with half a surrogate pair", { labels: { a: "\ud800" } }, ["metadata", "labels", "a"], "a takes a text"],
] as const) {
  test(`refuses ${what}, and says where it stands in the document`, () => {
    assert.throws(
      () => encodeResource({ ...resource, ...wrong }),
      (error) => {
        assert.ok(error instanceof EncodeError);
        assert.deepEqual(error.path, path);
        assert.ok(error.message.includes(says), error.message);
        return true;
      },
    );
  });
}

test("an Any of something else is not a resource", () => {
  assert.throws(() => decodeResource(Uint8Array.of(0x0a, 0x01, 0x74)), /not istio\.mcp\.v1alpha1\.Resource/);
});

test("the bytes own their memory, so that keeping them keeps nothing else", () => {
  const bytes = encodeResource(resource);
  assert.equal(bytes.buffer.byteLength, bytes.byteLength);
});

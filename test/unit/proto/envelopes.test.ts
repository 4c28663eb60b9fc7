import assert from "node:assert/strict";
import { test } from "node:test";
import {
  decodeDeltaDiscoveryRequest,
  decodeDeltaDiscoveryResponse,
  decodeDiscoveryRequest,
  decodeDiscoveryResponse,
  encodeDeltaDiscoveryRequest,
  encodeDeltaDiscoveryResponse,
  encodeDiscoveryRequest,
  encodeDiscoveryResponse,
  frameResources,
} from "../../../src/proto/index.js";

/** A google.protobuf.Any: type_url `t`, value 0x01. */
const any = Uint8Array.of(0x0a, 0x01, 0x74, 0x12, 0x01, 0x01);

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("hex");
}

test("an empty request has a default for every field, and neither node nor error", () => {
  assert.deepEqual(decodeDiscoveryRequest(new Uint8Array()), {
    versionInfo: "",
    node: null,
    resourceNames: [],
    typeUrl: "",
    responseNonce: "",
    errorDetail: null,
  });
  assert.deepEqual(decodeDeltaDiscoveryRequest(new Uint8Array()), {
    node: null,
    typeUrl: "",
    resourceNamesSubscribe: [],
    resourceNamesUnsubscribe: [],
    initialResourceVersions: new Map(),
    responseNonce: "",
    errorDetail: null,
  });
});

test("a first request carries the node and its metadata, whatever the keys", () => {
  const metadata = JSON.parse('{"GENERATOR":"api","deep":{"list":[1,true,null,{"a":"b"}]},"__proto__":{"x":1}}');
  const node = { id: "sidecar~10.0.0.1~istiod.istio-system", cluster: "istiod", metadata };
  const request = decodeDiscoveryRequest(encodeDiscoveryRequest({ node, typeUrl: "a/v1/B", responseNonce: "n" }));
  assert.deepEqual(request, {
    versionInfo: "",
    node,
    resourceNames: [],
    typeUrl: "a/v1/B",
    responseNonce: "n",
    errorDetail: null,
  });
  assert.equal(Object.hasOwn(request.node?.metadata ?? {}, "__proto__"), true);
});

test("a NACK comes with code and message", () => {
  const errorDetail = { code: 3, message: "no" };
  const sent = { versionInfo: "1", node: null, resourceNames: ["a/b"], typeUrl: "t", responseNonce: "n", errorDetail };
  assert.deepEqual(decodeDiscoveryRequest(encodeDiscoveryRequest(sent)), sent);
});

test("a delta request keeps subscriptions and initial versions apart", () => {
  const sent = {
    node: null,
    typeUrl: "t",
    resourceNamesSubscribe: ["*", "a/b"],
    resourceNamesUnsubscribe: ["a/c"],
    initialResourceVersions: new Map([
      ["a/b", "1"],
      ["__proto__", "2"],
    ]),
    responseNonce: "n",
    errorDetail: { code: 13, message: "" },
  };
  assert.deepEqual(decodeDeltaDiscoveryRequest(encodeDeltaDiscoveryRequest(sent)), sent);
});

for (const [what, bytes] of [
  ["cut short", Uint8Array.of(0x0a, 0x05, 0x61)],
  ["a text that is not UTF-8", Uint8Array.of(0x0a, 0x01, 0xff)],
  ["a field number of zero", Uint8Array.of(0x00)],
  ["a node whose metadata holds NaN", Buffer.from("12121a100a0e0a01611209110000000000" + "00f87f", "hex")],
] as const) {
  test(`a request that is ${what} is refused`, () => {
    assert.throws(() => decodeDiscoveryRequest(bytes));
  });
}

test("node metadata that is nested without end is refused", () => {
  let value = Buffer.from("2200", "hex"); // Value { bool_value: false }
  for (let depth = 0; depth < 200; depth += 1) {
    const list = Buffer.concat([prefix(0x0a, value.length), value]);
    value = Buffer.concat([prefix(0x32, list.length), list]);
  }
  const entry = Buffer.concat([Buffer.from("0a0161", "hex"), prefix(0x12, value.length), value]);
  const struct = Buffer.concat([prefix(0x0a, entry.length), entry]);
  const node = Buffer.concat([prefix(0x1a, struct.length), struct]);
  assert.throws(() => decodeDiscoveryRequest(Buffer.concat([prefix(0x12, node.length), node])), /depth/);
});

test("a response is the header around the frames, in the order of field numbers", () => {
  const frame = frameResources([any]).bytes;
  assert.equal(hex(frame), "12060a0174120101");
  const bytes = Buffer.concat(
    encodeDiscoveryResponse({
      versionInfo: "v",
      typeUrl: "u",
      nonce: "n",
      controlPlane: "c",
      frames: [frame, frame],
    }),
  );
  assert.equal(hex(bytes), `0a0176${hex(frame)}${hex(frame)}2201752a016e32030a0163`);
  assert.deepEqual(decodeDiscoveryResponse(bytes), {
    versionInfo: "v",
    typeUrl: "u",
    nonce: "n",
    controlPlane: "c",
    resources: [any, any].map((one) => Buffer.from(one)),
  });
});

test("frames stand one after the other, each with its length, and the offsets say where", () => {
  const { bytes, offsets } = frameResources([any, new Uint8Array(127), new Uint8Array(300), new Uint8Array(16_384)]);
  const starts = [...offsets].slice(0, 4).map((start) => hex(bytes.subarray(start, start + 4)));
  assert.deepEqual(starts, ["12060a01", "127f0000", "12ac0200", "12808001"]);
  assert.deepEqual([...offsets], [0, 8, 137, 440, 16_828]);
  assert.equal(bytes.length, 16_828);
  assert.deepEqual(frameResources([]).offsets, new Uint32Array(1));
});

test("a delta response holds name, version and bytes of each resource, and the removed names", () => {
  const bytes = Buffer.concat(
    encodeDeltaDiscoveryResponse({
      systemVersionInfo: "s",
      typeUrl: "u",
      nonce: "n",
      controlPlane: "c",
      resources: [{ name: "a/b", version: "1", any }],
      removedResources: ["a/c"],
    }),
  );
  assert.equal(hex(bytes), "0a0173" + "12100a013112060a01741201011a03612f62" + "2201752a016e3203612f633a030a0163");
  assert.deepEqual(decodeDeltaDiscoveryResponse(bytes), {
    systemVersionInfo: "s",
    typeUrl: "u",
    nonce: "n",
    controlPlane: "c",
    resources: [{ name: "a/b", version: "1", any: Buffer.from(any) }],
    removedResources: ["a/c"],
  });
});

/** A tag and a length below 16,384. */
function prefix(tag: number, length: number): Buffer {
  return Buffer.from(length < 128 ? [tag, length] : [tag, (length & 127) | 128, length >>> 7]);
}

import assert from "node:assert/strict";
import { test } from "node:test";
import { decodeBody } from "../../../src/proto/decode.js";
import { decodeResource, encodeBody, encodeResource, frameResources } from "../../../src/proto/index.js";
import { withSubsetsOf } from "../../../src/proto/subsets.js";

const message = "istio.networking.v1alpha3.DestinationRule";
const host = "reviews.example.com";

function frame(spec: { readonly host: string; readonly subsets?: readonly object[] }, version = "v"): Uint8Array {
  const any = encodeResource({
    name: "shop/reviews",
    version,
    createTime: "2000-01-01T00:00:00Z",
    labels: { team: "shop" },
    annotations: {},
    body: { typeUrl: `type.googleapis.com/${message}`, value: encodeBody(message, JSON.parse(JSON.stringify(spec))) },
  });
  return frameResources([any]).bytes;
}

/** An entry's resource: past the tag and a length of two bytes. */
const resourceOf = (entry: Uint8Array) => decodeResource(entry.subarray(3));

const v1 = { name: "v1", labels: { version: "v1" }, trafficPolicy: { loadBalancer: { simple: "RANDOM" } } };
const v2 = { name: "v2", labels: { version: "v2" } };
const newV2 = { name: "v2", labels: { version: "2" } };

test("a rule that loses a subset is joined with it, and is otherwise the new one", () => {
  const joined = withSubsetsOf(frame({ host, subsets: [v1, v2] }), frame({ host, subsets: [newV2] }));
  assert.ok(joined !== undefined);
  const { version, labels, body, name } = resourceOf(joined.frame);
  assert.deepEqual(decodeBody(message, body.value), { host, subsets: [newV2, v1] });
  assert.deepEqual([name, labels, version], ["shop/reviews", { team: "shop" }, joined.version]);
  assert.notEqual(version, "v");
});

test("joined once more with the same rule it stays as it is, to the byte", () => {
  const next = frame({ host, subsets: [v2] });
  const joined = withSubsetsOf(frame({ host, subsets: [v1] }), next);
  assert.ok(joined !== undefined);
  assert.deepEqual(withSubsetsOf(joined.frame, next), joined);
});

const nothing: readonly [string, Uint8Array, Uint8Array][] = [
  ["no subset is lost", frame({ host, subsets: [v1] }), frame({ host, subsets: [v2, v1] })],
  ["the hosts differ", frame({ host, subsets: [v1] }), frame({ host: "other.example.com" })],
  ["the bytes of what the client has are not known", new Uint8Array(), frame({ host })],
];

for (const [why, before, after] of nothing) {
  test(`nothing is joined where ${why}`, () => assert.equal(withSubsetsOf(before, after), undefined));
}

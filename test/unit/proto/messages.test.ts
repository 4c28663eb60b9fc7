import assert from "node:assert/strict";
import { test } from "node:test";
import { kinds } from "../../../src/collections/kinds.js";
import type { JsonObject, JsonValue } from "../../../src/model/index.js";
import { decodeBody } from "../../../src/proto/decode.js";
import { allMessageTypes, messageType } from "../../../src/proto/descriptor.js";
import { descriptorSet, encodeBody } from "../../../src/proto/index.js";
import { compareUtf8 } from "../../../src/proto/text.js";

type Message = ReturnType<typeof messageType>;
type Field = Message["fieldsArray"][number];

test("every kind has its message, which all its versions share", () => {
  for (const { kind, message } of kinds) assert.equal(messageType(message).name, kind);
});

test("no message and no field of Istio and xDS has been lost: there are 164 and 646", () => {
  const others = /^\.(?:google\.protobuf|grpc\.health)\./;
  const ours = allMessageTypes().filter(({ fullName }) => !others.test(fullName));
  assert.equal(ours.length, 164);
  assert.equal(
    ours.reduce((sum, { fieldsArray }) => sum + fieldsArray.length, 0),
    646,
  );
});

/** One value for every scalar type and well-known message, none of them the type's default. */
const samples: Readonly<Record<string, JsonValue>> = {
  string: "t",
  bool: true,
  int32: -3,
  uint32: 4_000_000_000,
  uint64: "18446744073709551615",
  double: 0.25,
  bytes: "AAE=",
  ".google.protobuf.Duration": "1.000000001s",
  ".google.protobuf.Struct": { b: [null, true, -1.5, "x", {}], a: { "": "" } },
  ".google.protobuf.BoolValue": false,
  ".google.protobuf.DoubleValue": 0,
  ".google.protobuf.Int32Value": -1,
  ".google.protobuf.UInt32Value": 0,
};

/** Objects that between them set every field of a message, each with at most one member of every oneof. */
function sampleObjects(type: Message): readonly JsonObject[] {
  const plain = type.fieldsArray.filter(({ partOf }) => partOf === null).map((field) => [field]);
  const columns = [...plain, ...type.oneofsArray.map(({ fieldsArray }) => fieldsArray)].map((fields) =>
    fields.flatMap((field) => sampleField(field).map((value) => [field.jsonName, value] as const)),
  );
  const rounds = Math.max(1, ...columns.map(({ length }) => length));
  return Array.from({ length: rounds }, (_, round) =>
    Object.fromEntries(columns.map((column) => column[Math.min(round, column.length - 1)] ?? ["", null])),
  );
}

/** What the field may be set to. */
function sampleField(field: Field): readonly JsonValue[] {
  const values = sampleValues(field);
  if (field.repeated) return [values];
  if (!field.map) return values;
  const numeric = "keyType" in field && field.keyType !== "string";
  return [Object.fromEntries(values.map((value, index) => [numeric ? String(8080 + index) : `k${index}`, value]))];
}

function sampleValues(field: Field): readonly JsonValue[] {
  const type = field.resolvedType;
  const sample = samples[type?.fullName ?? field.type];
  if (sample !== undefined) return [sample];
  assert.ok(type !== null, `no sample for ${field.type}`);
  if ("values" in type) return Object.keys(type.values).slice(-1);
  return sampleObjects(type as Message);
}

for (const { kind, message } of kinds) {
  test(`every field of ${kind} comes back as it was encoded`, () => {
    for (const sample of sampleObjects(messageType(message))) {
      const bytes = encodeBody(message, sample);
      const decoded = decodeBody(message, bytes);
      assert.deepEqual(decoded, sample);
      assert.deepEqual(encodeBody(message, decoded), bytes);
    }
  });

  test(`the order of keys in ${kind} does not change the bytes`, () => {
    for (const sample of sampleObjects(messageType(message))) {
      assert.deepEqual(encodeBody(message, reversed(sample) as JsonObject), encodeBody(message, sample));
    }
  });
}

function reversed(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, inner]) => [key, reversed(inner)]),
  );
}

test("texts are ordered by their UTF-8 bytes", () => {
  const texts = ["", "a", "ab", "b", "\u00e9", "\ue000", "\uffff", "\u{10000}", "\u{10000}a", "\u{10ffff}"];
  for (const [i, a] of texts.entries()) {
    for (const [j, b] of texts.entries()) {
      assert.equal(
        Math.sign(compareUtf8(a, b)),
        Math.sign(Buffer.compare(Buffer.from(a), Buffer.from(b))),
        `${i} ${j}`,
      );
    }
  }
});

test("the descriptor set has every file after those it imports, and the service", async () => {
  const { default: descriptor } = await import("protobufjs/ext/descriptor.js");
  const set = descriptor.FileDescriptorSet.toObject(descriptor.FileDescriptorSet.decode(descriptorSet()));
  const seen = new Set<string>();
  for (const file of set.file) {
    for (const imported of file.dependency ?? []) assert.ok(seen.has(imported), `${imported} before ${file.name}`);
    seen.add(file.name);
  }
  const ads = set.file.find(({ name }: { name: string }) => name === "envoy/service/discovery/v3/ads.proto");
  assert.deepEqual(
    ads.service[0].method.map(({ name }: { name: string }) => name),
    ["StreamAggregatedResources", "DeltaAggregatedResources"],
  );
  assert.ok(seen.has("google/protobuf/struct.proto"));
});

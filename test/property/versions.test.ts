import assert from "node:assert/strict";
import { test } from "node:test";
import { kinds } from "../../src/collections/kinds.js";
import { isJsonObject, type JsonObject, type JsonValue, type Resource } from "../../src/model/index.js";
import { buildCollections, encodeForServing } from "../../src/snapshot/index.js";
import { readFixtures } from "../support/fixtures.js";
import { forSeeds, type Random } from "../support/random.js";

const position = { line: 1, column: 1 };
const resources: readonly Resource[] = kinds.flatMap(({ kind }) =>
  readFixtures("every-field", kind).map((document, index) => ({
    kind,
    apiVersion: String(document.apiVersion),
    namespace: "shop",
    name: `${kind.toLowerCase()}-${index}`,
    document,
    file: `${kind}.yaml`,
    position,
    locate: () => position,
  })),
);

/** The same value with the keys of every object in another order; the order of lists means something and stays. */
function shuffleKeys(value: JsonValue, random: Random): JsonValue {
  if (Array.isArray(value)) return value.map((item) => shuffleKeys(item, random));
  if (!isJsonObject(value)) return value;
  const entries = Object.entries(value).map(([key, item]) => [key, shuffleKeys(item, random)] as const);
  return Object.fromEntries(random.shuffle(entries));
}

function versions(list: readonly Resource[]): Record<string, string> {
  const encoded = list.map((resource) => encodeForServing(resource, "cluster.local"));
  const collections = buildCollections(encoded, undefined, new Set());
  return Object.fromEntries([...collections].map(([kind, { version }]) => [kind, version]));
}

test("the order of files, documents and keys never changes a version", () => {
  assert.ok(resources.length > 30);
  const expected = versions(resources);
  forSeeds(20, (random) => {
    const shuffled = random.shuffle(resources).map((resource) => ({
      ...resource,
      document: shuffleKeys(resource.document, random) as JsonObject,
    }));
    assert.deepEqual(versions(shuffled), expected);
  });
});

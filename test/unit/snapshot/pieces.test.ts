import assert from "node:assert/strict";
import { test } from "node:test";
import { type Collection, countEntries, type EncodedResource, resourceName } from "../../../src/model/index.js";
import { buildCollection } from "../../../src/snapshot/index.js";
import { pieceBytes } from "../../../src/snapshot/join-pieces.js";
import { entriesOf } from "../../support/pieces.js";

/** Eight of them fill a piece. */
const entryBytes = pieceBytes / 8;

function entry(name: number | string, version = "1", size = entryBytes): EncodedResource {
  const bytes = Buffer.alloc(size, `${name} ${version} `);
  const position = { line: 1, column: 1 };
  return { kind: "Gateway", name: resourceName("shop", String(name)), version, bytes, file: "a.yaml", position };
}

function build(resources: readonly EncodedResource[], previous?: Collection): Collection {
  return buildCollection("Gateway", resources, previous);
}

/** Names are numbers from 100 on, so that their order is that of texts. */
const numbers = Array.from({ length: 32 }, (_, index) => 100 + index);
const all = numbers.map((number) => entry(number));
const before = build(all);

/** Of each piece: how many entries it has, with `=` where it is taken over. */
function layout(collection: Collection): string {
  return collection.pieces
    .map((piece) => `${before.pieces.includes(piece) ? "=" : ""}${countEntries(piece)}`)
    .join(" ");
}

/** The layout after a change of the entries, whose bytes are those of a collection built from nothing. */
function after(resources: readonly EncodedResource[]): string {
  const next = build(resources, before);
  const { pieces, ...rest } = build(resources);
  assert.deepEqual({ ...next, pieces: [] }, { ...rest, pieces: [] });
  assert.deepEqual(entriesOf(next), entriesOf({ ...rest, pieces }));
  return layout(next);
}

function without(...gone: readonly number[]): EncodedResource[] {
  return numbers.filter((number) => !gone.includes(number)).map((number) => entry(number));
}

function range(from: number, to: number): number[] {
  return numbers.filter((number) => number >= from && number < to);
}

const cases: readonly (readonly [what: string, resources: readonly EncodedResource[], expected: string])[] = [
  ["nothing changed", all, "=8 =8 =8 =8"],
  ["an entry changed", [...without(110), entry(110, "2")], "=8 8 =8 =8"],
  ["entries at both sides of a border changed", [...without(107, 108), entry(107, "2"), entry(108, "2")], "8 8 =8 =8"],
  ["an entry came before the first", [...all, entry("000")], "9 =8 =8 =8"],
  ["an entry came between two pieces", [...all, entry("107-a")], "9 =8 =8 =8"],
  ["an entry came within a piece", [...all, entry("112-a")], "=8 9 =8 =8"],
  ["an entry came after the last", [...all, entry("999")], "=8 =8 =8 9"],
  ["an entry went", without(110), "=8 7 =8 =8"],
  ["a whole piece went", without(...range(108, 116)), "=8 =8 =8"],
  ["a whole piece and the last of the one before went", without(...range(107, 116)), "7 =8 =8"],
  ["a piece became small", without(...range(108, 113)), "11 =8 =8"],
  ["the first piece became small", without(...range(100, 105)), "11 =8 =8"],
  ["an entry came that is larger than a piece", [...all, entry("109-a", "1", 10 * pieceBytes)], "=8 3 6 =8 =8"],
  ["everything went", [], ""],
  ["all but one went", [entry(131)], "1"],
];

for (const [what, resources, expected] of cases) {
  test(`where ${what}, what lies beside is taken over: ${expected || "nothing"}`, () => {
    assert.equal(after(resources), expected);
  });
}

test("a piece that grows beyond twice the size is split", () => {
  const more = Array.from({ length: 8 }, (_, index) => entry(`112-${index}`));
  assert.equal(after([...all, ...more.slice(1)]), "=8 15 =8 =8");
  assert.equal(after([...all, ...more]), "=8 8 8 =8 =8");
});

test("many single changes in a row leave no crumbs", () => {
  let collection = before;
  for (const number of numbers.slice(0, -1)) collection = build(without(...range(100, number + 1)), collection);
  assert.equal(layout(collection), "1");
  for (let count = 1; count < 64; count += 1) {
    collection = build(
      Array.from({ length: count }, (_, index) => entry(100 + index)),
      collection,
    );
  }
  for (const piece of collection.pieces) assert.ok(countEntries(piece) >= 4 && countEntries(piece) <= 16);
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { type DumpOptions, dump } from "js-yaml";
import type { JsonObject, JsonPath, JsonValue } from "../../src/model/index.js";
import { parseFile } from "../../src/parse/index.js";

const runs = 300;

/** A small generator of pseudorandom numbers in [0, 1), so that a seed repeats a failure (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

const words =
  "a b name yes no on off y n true null ~ 1 0x10 0644 1e3 .5 .inf 12:30 2001-01-01 - -a ? : a:b #c << *x &x !t é 😀 [a] {a} 'q' \"d\" __proto__".split(
    " ",
  );
const texts = [
  ...words,
  "",
  " lead",
  "trail ",
  "two words",
  "line\nbreak",
  "line\n\n  break\n",
  "tab\there",
  "a: b",
  "a #b",
  "\u0000\u0007",
];
const numbers = [0, 1, -1, 80, 0.5, -2.25, 1e21, 1e-7, 2 ** 53 - 1, -(2 ** 53 - 1)];

type Random = () => number;

function pick<T>(random: Random, items: readonly T[]): T {
  return items[Math.floor(random() * items.length)] as T;
}

function randomValue(random: Random, depth: number): JsonValue {
  const choice = random();
  if (depth === 0 || choice < 0.5) {
    return pick<() => JsonValue>(random, [
      () => pick(random, texts),
      () => pick(random, texts),
      () => pick(random, numbers),
      () => random() < 0.5,
      () => null,
    ])();
  }
  const size = Math.floor(random() * 4);
  if (choice < 0.7) return Array.from({ length: size }, () => randomValue(random, depth - 1));
  return randomObject(random, depth, size);
}

function randomObject(random: Random, depth: number, size: number): JsonObject {
  const keys = Array.from({ length: size }, (_, index) => pick(random, [...words, `key${index}`]));
  return Object.fromEntries(keys.map((key) => [key, randomValue(random, depth - 1)]));
}

/** Block style outside, below it brackets whose lines all start at column 1, each with an ending. */
function shallow(value: JsonObject, ending: string): string {
  const entries = Object.entries(value).map(([key, entry]) => `${key}: ${JSON.stringify(entry, null, 2)}`);
  return `${entries.map((entry) => entry.replace(/\n */g, `${ending}\n`)).join("\n")}\n`;
}

const styles: readonly ((value: JsonObject) => string)[] = [
  (value) => JSON.stringify(value),
  (value) => JSON.stringify(value, null, 2),
  (value) => JSON.stringify(value, null, 2).replaceAll("\n", "\r\n"),
  (value) => shallow(value, ""),
  (value) => shallow(value, " # it's a \"comment [\r\n\n# so, is\n # this: {,"),
  ...(
    [
      {},
      { flowLevel: 2 },
      { forceQuotes: true },
      { forceQuotes: true, quoteStyle: "double" },
      { indent: 4, seqNoIndent: true },
      { lineWidth: 20 },
    ] satisfies readonly DumpOptions[]
  ).map((options) => (value: JsonObject) => dump(value, { noRefs: true, ...options })),
];

function documentOf(spec: JsonObject): JsonObject {
  return { apiVersion: "networking.istio.io/v1", kind: "Gateway", metadata: { name: "a" }, spec };
}

function parseOne(text: string) {
  const { resources, findings } = parseFile("a.yaml", Buffer.from(text), { defaultNamespace: "default" });
  assert.deepEqual(findings, [], text);
  const [resource] = resources;
  assert.ok(resource !== undefined, text);
  return resource;
}

/** Runs the property for many seeds; a failure names the one that repeats it. */
function forAll(property: (random: Random) => void): void {
  const first = Number(process.env.SEED ?? Math.floor(Math.random() * 2 ** 31));
  for (let seed = first; seed < first + runs; seed += 1) {
    try {
      property(randomFrom(seed));
    } catch (error) {
      throw new Error(`with SEED=${seed}: ${error instanceof Error ? error.message : error}`, { cause: error });
    }
  }
}

function shuffled(random: Random, value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map((item: JsonValue) => shuffled(random, item));
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([key, entry]) => ({
    key,
    entry: shuffled(random, entry),
    order: random(),
  }));
  entries.sort((a, b) => a.order - b.order);
  return Object.fromEntries(entries.map(({ key, entry }) => [key, entry]));
}

function* pathsTo(value: JsonValue, path: JsonPath = []): Iterable<JsonPath> {
  if (typeof value !== "object" || value === null) return;
  for (const [key, entry] of Object.entries(value)) {
    const next = [...path, Array.isArray(value) ? Number(key) : key];
    yield next;
    yield* pathsTo(entry, next);
  }
}

test("what is written as YAML or JSON, in whatever style, reads back equal", () => {
  forAll((random) => {
    const document = documentOf(randomObject(random, 4, 5));
    for (const style of styles) assert.deepEqual(parseOne(style(document)).document, document, style(document));
  });
});

test("the order of keys is irrelevant", () => {
  forAll((random) => {
    const document = documentOf(randomObject(random, 4, 5));
    const other = shuffled(random, document) as JsonObject;
    assert.deepEqual(parseOne(dump(other, { noRefs: true })).document, parseOne(JSON.stringify(document)).document);
  });
});

test("every path leads to the place in the text where its key stands", () => {
  forAll((random) => {
    const document = documentOf(randomObject(random, 4, 5));
    const text = pick(random, styles)(document);
    const lines = text.split("\n");
    const { locate } = parseOne(text);
    for (const path of pathsTo(document)) {
      const key = path.at(-1);
      if (typeof key !== "string") continue;
      const { line, column } = locate(path, "key");
      const found = (lines[line - 1] ?? "").slice(column - 1);
      const starts = [key, JSON.stringify(key), `'${key.replaceAll("'", "''")}'`].some((form) =>
        found.startsWith(form),
      );
      assert.ok(starts, `${JSON.stringify(path)} is placed at ${line}:${column} of\n${text}`);
    }
  });
});

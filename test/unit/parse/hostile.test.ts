import assert from "node:assert/strict";
import { test } from "node:test";
import { parseFile } from "../../../src/parse/index.js";

const head = "apiVersion: networking.istio.io/v1\nkind: Gateway\nmetadata: {name: a}\n";
const megabyte = 1 << 20;

function parse(text: string) {
  return parseFile("a.yaml", Buffer.from(text), { defaultNamespace: "default" });
}

/** Ten levels of nine aliases each: a few hundred bytes that stand for nine to the ninth values. */
function aliasBomb(): string {
  const names = [..."abcdefghi"];
  const levels = names.map((name, level) => {
    const below = level === 0 ? "x" : `*${names[level - 1]}`;
    return `${name}: &${name} [${Array(9).fill(below).join(", ")}]`;
  });
  return `spec:\n  ${levels.join("\n  ")}\n`;
}

const refused: readonly (readonly [string, string, string])[] = [
  ["a megabyte of opening brackets", `spec: ${"[".repeat(megabyte)}`, "GX105"],
  ["a megabyte of opening braces", `spec: ${"{a: ".repeat(megabyte / 4)}`, "GX105"],
  ["a megabyte of dashes", `spec:\n${"- ".repeat(megabyte / 2)}`, "GX105"],
  ["a template's braces without end", "{{".repeat(megabyte / 2), "GX105"],
  ["an alias bomb", aliasBomb(), "GX105"],
  ["a flow list of half a million items", `spec: [${"a,".repeat(megabyte / 2)}]`, "GX105"],
  ["a million keys", `spec:\n${Array.from({ length: 1e6 }, (_, i) => ` k${i}: 1\n`).join("")}`, "GX105"],
  [
    "merges that multiply",
    `a: &a {${Array.from({ length: 1000 }, (_, i) => `k${i}: 1`).join(", ")}}\n${Array.from({ length: 2000 }, (_, i) => `b${i}: {<<: *a}\n`).join("")}`,
    "GX105",
  ],
  [
    "a long text that aliases repeat",
    `a: &a "${"x".repeat(megabyte)}"\nspec: [${Array(40_000).fill("*a").join(",")}]\n`,
    "GX105",
  ],
  [
    "long keys that aliases repeat",
    `a: &a {${Array.from({ length: 900 }, (_, i) => `${"k".repeat(900)}${i}: 1`).join(", ")}}\nspec: [${Array(40).fill("*a").join(",")}]\n`,
    "GX105",
  ],
  [
    "long texts that merges repeat",
    `a: &a {b: "${"x".repeat(megabyte)}"}\n${Array.from({ length: 200 }, (_, i) => `c${i}: {<<: *a}\n`).join("")}`,
    "GX105",
  ],
  [
    "a long key that aliases repeat as keys and as texts",
    `a: &a ${"x".repeat(900)}\nspec: [${Array(10_000).fill("{*a : *a}").join(",")}]\n`,
    "GX105",
  ],
  ["NUL bytes", `spec: "${"\0".repeat(1000)}"`, "GX101"],
  ["a key of a megabyte", `${"k".repeat(megabyte)}: 1\n`, "GX101"],
  ["an integer of a megabyte", `spec: ${"9".repeat(megabyte)}\n`, "GX104"],
  ["a quote that never ends", `spec: "${"x\n ".repeat(megabyte / 3)}`, "GX101"],
];

for (const [what, text, code] of refused) {
  test(`${what}: one finding, of a few hundred characters, and no resource`, () => {
    const { resources, findings } = parse(head + text);
    assert.deepEqual([resources.length, findings.map((finding) => finding.code)], [0, [code]]);
    const length = JSON.stringify(findings[0]).length;
    assert.ok(length < 1000, `the finding is ${length} characters long`);
  });
}

const taken: readonly (readonly [string, string])[] = [
  ["a text of a megabyte", `spec: {a: "${"x".repeat(megabyte)}"}\n`],
  ["a text of a megabyte that an alias repeats", `a: &a "${"x".repeat(megabyte)}"\nspec: {b: *a, c: *a}\n`],
  ["a plain text over many lines", `spec:\n  a: ${"x\n    ".repeat(megabyte / 6)}\n`],
  ["a block text of a megabyte", `spec:\n  a: |\n${"    x\n".repeat(megabyte / 6)}`],
  ["a megabyte of line breaks", "\n".repeat(megabyte)],
  ["a megabyte of comments", "#x\n".repeat(megabyte / 3)],
  ["a quarter of a million empty documents", "---\n".repeat(megabyte / 4)],
];

for (const [what, text] of taken) {
  test(`${what} is only long`, () => {
    const { resources, findings } = parse(head + text);
    assert.deepEqual([resources.length, findings], [1, []]);
  });
}

test("__proto__ and other names of JavaScript's are plain keys", () => {
  const names = ["__proto__", "constructor", "toString", "hasOwnProperty", "valueOf"];
  const spec = `spec: &s {${names.map((name) => `${name}: {polluted: true}`).join(", ")}}\ncopy: {<<: *s}\n`;
  const document = parse(head + spec).resources[0]?.document;
  for (const object of [document?.spec, document?.copy]) {
    assert.deepEqual(Object.keys(object ?? {}), names);
    assert.equal(Object.getPrototypeOf(object), Object.prototype);
  }
  assert.equal("polluted" in {}, false);
});

test("a kind or group of a megabyte does not make the finding long", () => {
  const kind = "VirtualService".repeat(megabyte / 14);
  const { findings } = parse(`apiVersion: networking.istio.io/v1\nkind: ${kind}\n`);
  assert.equal(findings[0]?.code, "GX111");
  assert.ok(JSON.stringify(findings).length < 1500);
  const { otherKinds } = parse(`# istio.io\napiVersion: v1\nkind: ${kind}\n`);
  assert.ok(JSON.stringify([...otherKinds]).length < 600);
});

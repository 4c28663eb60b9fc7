import assert from "node:assert/strict";
import { existsSync, mkdirSync, readdirSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { type LastGoodParts, openLastGood } from "../../../src/snapshot/index.js";
import { scratch } from "../../support/git/repository.js";

const identity = "mesh";
const parts: LastGoodParts = { snapshot: Buffer.from("routes and policies"), files: Buffer.from([0, 10, 255]) };

function folderOf(t: TestContext): string {
  const { path, remove } = scratch();
  t.after(remove);
  return join(path, "sources/mesh");
}

/** The content of the parts, or what is said instead. */
function read(folder: string, of = identity): unknown {
  const found = openLastGood(folder, of).read(({ snapshot, files }) => [snapshot.toString(), ...files]);
  return found.type === "found" ? found.content : found.type === "set-aside" ? found.reason : found.type;
}

test("what is written is read again, and replaces what was there", (t) => {
  const folder = folderOf(t);
  assert.equal(read(folder), "none");
  openLastGood(folder, identity).write({ ...parts, snapshot: Buffer.from("old") });
  openLastGood(folder, identity).write(parts);
  assert.deepEqual(read(folder), ["routes and policies", 0, 10, 255]);
  assert.deepEqual(readdirSync(folder), ["last-good"], "nothing else is left");
});

test("a file of another source or of other options is left alone", (t) => {
  const folder = folderOf(t);
  openLastGood(folder, identity).write(parts);
  assert.equal(read(folder, "another"), "other");
  assert.equal(existsSync(join(folder, "last-good")), true);
});

test("a file that is cut off or has one bit changed is never used", (t) => {
  const folder = folderOf(t);
  const file = join(folder, "last-good");
  openLastGood(folder, identity).write(parts);
  const whole = readFileSync(file);
  for (let at = 0; at < whole.length; at += 1) {
    writeFileSync(file, whole);
    truncateSync(file, at);
    assert.equal(typeof read(folder), "string", `cut at ${at}`);
    const flipped = Buffer.from(whole);
    flipped.writeUInt8((whole[at] ?? 0) ^ 1, at);
    writeFileSync(file, flipped);
    assert.equal(typeof read(folder), "string", `bit ${at}`);
  }
});

const unusable: readonly (readonly [what: string, content: string | Buffer, reason: RegExp])[] = [
  ["an empty file", "", /no header/],
  ["another program's file", '{"kind":"something"}\n', /another program/],
  ["a newer format", '{"kind":"gitxds last good","format":2}\n', /its format is 2, this gitxds reads format 1/],
  ["a header without parts", `{"kind":"gitxds last good","format":1,"identity":"mesh"}\n`, /header is damaged/],
  ["a header without end", "x".repeat(100_000), /no header/],
];

for (const [what, content, reason] of unusable) {
  test(`${what} is set aside, where a person can look at it`, (t) => {
    const folder = folderOf(t);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "last-good"), content);
    assert.match(String(read(folder)), reason);
    assert.deepEqual(readdirSync(folder), ["last-good.set-aside"]);
    assert.equal(read(folder), "none");
  });
}

test("a header that claims more than there is takes no memory", (t) => {
  const folder = folderOf(t);
  mkdirSync(folder, { recursive: true });
  const part = { bytes: 1024 * 1024 * 1024, sha256: "" };
  const header = { kind: "gitxds last good", format: 1, identity, parts: { snapshot: part, files: part } };
  writeFileSync(join(folder, "last-good"), `${JSON.stringify(header)}\n`);
  assert.equal(read(folder), "it is cut off");
});

test("content that cannot be unpacked is set aside too", (t) => {
  const folder = folderOf(t);
  openLastGood(folder, identity).write(parts);
  const found = openLastGood(folder, identity).read(() => {
    throw new Error("written by another engine");
  });
  assert.deepEqual(found.type === "set-aside" && found.reason, "written by another engine");
});

test("a write that fails leaves what was there", (t) => {
  const folder = folderOf(t);
  openLastGood(folder, identity).write(parts);
  mkdirSync(join(folder, "last-good.tmp"));
  assert.throws(() => openLastGood(folder, identity).write({ ...parts, files: Buffer.from("new") }));
  assert.deepEqual(read(folder), ["routes and policies", 0, 10, 255]);
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { readSignature } from "../../../../src/source/signatures/signed-object.js";

const head = "tree 1\nparent 2\nauthor Ada <a@b> 1 +0000\ncommitter Ada <a@b> 1718020800 +0200\n";
const armor = "-----BEGIN PGP SIGNATURE-----\n\nabc\n-----END PGP SIGNATURE-----\n";
const header = `gpgsig ${armor.trimEnd().replaceAll("\n", "\n ")}\n`;

function read(type: "commit" | "tag", text: string) {
  const result = readSignature(type, Buffer.from(text, "latin1"));
  return "payload" in result ? { ...result, payload: Buffer.from(result.payload).toString("latin1") } : result;
}

test("a commit's signature is its gpgsig header, and the rest is what was signed", () => {
  assert.deepEqual(read("commit", `${head}${header}encoding latin1\n\nCaf\xe9\n\ngpgsig no header\n`), {
    payload: `${head}encoding latin1\n\nCaf\xe9\n\ngpgsig no header\n`,
    signature: armor,
    format: "openpgp",
    madeAt: new Date(1_718_020_800_000),
  });
});

test("signatures inside other headers and in the message are none of the commit", () => {
  const merged = `mergetag object 1\n tag x\n \n gpgsig x\n ${armor.trimEnd().replaceAll("\n", "\n ")}\n`;
  assert.deepEqual(read("commit", `${head}${merged}\n${armor}`), { unsigned: true });
});

test("signatures under another hash are not part of what was signed", () => {
  const result = read("commit", `${head}gpgsig-sha256 x\n y\n${header}\nText\n`);
  assert.equal("payload" in result && result.payload, `${head}\nText\n`);
  assert.deepEqual(read("commit", `${head}gpgsig-sha256 x\n y\n\nText\n`), { unsigned: true });
});

test("a signature between the headers that name parents is malformed, since it would hide what was signed", () => {
  const early = head.replace("parent 2\n", `parent 2\n${header}`);
  assert.deepEqual(Object.keys(read("commit", `${early}\nText\n`)), ["malformed"]);
});

test("a tag's signature begins at the last line that can begin one", () => {
  const tag = "object 1\ntype commit\ntag v1\ntagger Ada <a@b> 1718020800 +0000\n\nQuotes:\n";
  assert.deepEqual(read("tag", `${tag}${armor}more\n${armor}`), {
    payload: `${tag}${armor}more\n`,
    signature: armor,
    format: "openpgp",
    madeAt: new Date(1_718_020_800_000),
  });
  assert.deepEqual(read("tag", tag), { unsigned: true });
  assert.deepEqual(read("tag", `${tag} ${armor.trimEnd()}`.replaceAll("\n-----END", " -----END")), { unsigned: true });
});

test("the format is told by the first line", () => {
  for (const [begin, format] of [
    ["-----BEGIN SSH SIGNATURE-----", "ssh"],
    ["-----BEGIN SIGNED MESSAGE-----", "x509"],
    ["-----BEGIN PGP MESSAGE-----", "unknown"],
    ["anything", "unknown"],
  ]) {
    const result = read("commit", `${head}gpgsig ${begin}\n\n`);
    assert.equal("format" in result && result.format, format);
  }
});

test("a commit whose committer gives no date has none", () => {
  for (const committer of ["committer Ada", "committer Ada <a@b> soon +0000", "committer Ada <a@b> -1 +0000"]) {
    const result = read("commit", `tree 1\n${committer}\n${header}\n`);
    assert.ok("payload" in result && result.madeAt === undefined);
  }
});

test("no text makes it throw", () => {
  for (const text of [
    "",
    "\n",
    " ",
    "gpgsig",
    "gpgsig ",
    "gpgsig \n",
    "\n\n",
    "tree",
    " gpgsig x",
    `committer x\n${header}`,
  ]) {
    for (const type of ["commit", "tag"] as const) readSignature(type, Buffer.from(text));
  }
});

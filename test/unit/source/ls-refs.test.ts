import assert from "node:assert/strict";
import { test } from "node:test";
import { GitxdsError } from "../../../src/model/index.js";
import { lsRefsRequest, parseAdvertisement, parseLsRefs } from "../../../src/source/ls-refs.js";
import { packet, readPackets } from "../../../src/source/pkt-line.js";

const where = "https://git.example/r";
const a = "aa".repeat(20);
const b = "bb".repeat(20);
const lines = (...texts: readonly string[]) => Buffer.from(`${texts.map(packet).join("")}0000`);

function codeOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    return error instanceof GitxdsError ? error.code : String(error);
  }
  return "no error";
}

test("a server of protocol 2 is recognised", () => {
  const body = Buffer.concat([
    lines("# service=git-upload-pack\n"),
    lines("version 2\n", "ls-refs\n", "object-format=sha1\n"),
  ]);
  assert.deepEqual(parseAdvertisement(body, where), { version: 2 });
});

test("a server of protocol 0 lists its refs at once, with the target of HEAD and peeled tags", () => {
  const body = Buffer.concat([
    lines("# service=git-upload-pack\n"),
    lines(
      `${a} HEAD\0ofs-delta symref=HEAD:refs/heads/main agent=x\n`,
      `${a} refs/heads/main\n`,
      `${b} refs/tags/v1\n`,
      `${a} refs/tags/v1^{}\n`,
    ),
  ]);
  assert.deepEqual(parseAdvertisement(body, where), {
    version: 0,
    refs: [
      { name: "HEAD", id: a, target: "refs/heads/main" },
      { name: "refs/heads/main", id: a },
      { name: "refs/tags/v1", id: b, peeled: a },
    ],
  });
});

test("an empty repository lists nothing", () => {
  const body = lines(`${"0".repeat(40)} capabilities^{}\0ofs-delta\n`);
  assert.deepEqual(parseAdvertisement(body, where), { version: 0, refs: [] });
  assert.deepEqual(parseLsRefs(Buffer.from("0000"), where), []);
  assert.deepEqual(parseLsRefs(lines("unborn HEAD symref-target:refs/heads/main\n"), where), []);
});

test("the request names the command and each prefix", () => {
  const packets = [...readPackets(lsRefsRequest(["HEAD", "refs/heads/x"]), where)];
  assert.deepEqual(packets.map(String), [
    "command=ls-refs\n",
    "agent=gitxds\n",
    "delimiter",
    "peel\n",
    "symrefs\n",
    "ref-prefix HEAD\n",
    "ref-prefix refs/heads/x\n",
    "flush",
  ]);
});

test("the answer gives targets and peeled ids", () => {
  const body = lines(`${a} HEAD symref-target:refs/heads/main\n`, `${b} refs/tags/v1 peeled:${a}\n`);
  assert.deepEqual(parseLsRefs(body, where), [
    { name: "HEAD", id: a, target: "refs/heads/main" },
    { name: "refs/tags/v1", id: b, peeled: a },
  ]);
});

test("SHA-256, the server's own error, text that is no Git and a cut are told apart", () => {
  const sha256 = "ab".repeat(32);
  assert.equal(
    codeOf(() => parseLsRefs(lines(`${sha256} HEAD\n`), where)),
    "GX015",
  );
  assert.equal(
    codeOf(() => parseAdvertisement(lines("version 2\n", "object-format=sha256\n"), where)),
    "GX015",
  );
  assert.equal(
    codeOf(() => parseLsRefs(lines("ERR no access\u001b[1m\n"), where)),
    "GX009",
  );
  assert.equal(
    codeOf(() => parseLsRefs(Buffer.from("<html>"), where)),
    "GX010",
  );
  assert.equal(
    codeOf(() => parseLsRefs(lines("not-an-id HEAD\n"), where)),
    "GX010",
  );
  assert.equal(
    codeOf(() => parseLsRefs(Buffer.from("00"), where)),
    "GX002",
  );
  assert.equal(
    codeOf(() => parseLsRefs(lines(`${a} HEAD\n`).subarray(0, 20), where)),
    "GX002",
  );
  assert.equal(
    codeOf(() => parseLsRefs(Buffer.from("0003"), where)),
    "GX010",
  );
});

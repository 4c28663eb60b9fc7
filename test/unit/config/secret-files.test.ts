import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { readAdminToken, readWebhookSecret } from "../../../src/config/index.js";

const folder = mkdtempSync(join(tmpdir(), "gitxds-token-"));
after(() => rmSync(folder, { recursive: true, force: true }));
const file = join(folder, "token");

test("the admin token is the file's content without the white space around it; no file, no token", () => {
  writeFileSync(file, "  s3cret\n");
  assert.equal(readAdminToken(file), "s3cret");
  assert.equal(readAdminToken(null), null);
});

for (const [name, content, problem] of [
  ["missing", null, "does not exist"],
  ["empty", "\n", "is empty"],
  ["of two lines", "s3cret\nother\n", "holds a character that an HTTP header cannot carry"],
  ["too large", "s3cret".repeat(1_000), "is larger than 4096 bytes"],
] as const) {
  test(`a token file that is ${name} is an error that does not show the content`, () => {
    rmSync(file, { force: true });
    if (content !== null) writeFileSync(file, content);
    assert.throws(() => readAdminToken(file), {
      name: "UsageError",
      message: `--admin-token-file: ${file} ${problem}`,
      remedy: "write the token, and nothing else, into the file",
    });
  });
}

test("a webhook secret is the file's content without the white space around it, words and umlauts included", () => {
  for (const [content, secret] of [
    ["s3cret\n", "s3cret"],
    ["  zwölf wörter \r\n", "zwölf wörter"],
  ] as const) {
    writeFileSync(file, content);
    assert.equal(readWebhookSecret(file), secret);
  }
});

for (const [name, content, problem] of [
  ["missing", null, "does not exist"],
  ["empty", " \n", "is empty"],
  ["of two lines", "s3cret\nother\n", "holds more than one line"],
  ["too large", "s3cret".repeat(1_000), "is larger than 4096 bytes"],
] as const) {
  test(`a webhook secret's file that is ${name} is an error that does not show the content`, () => {
    rmSync(file, { force: true });
    if (content !== null) writeFileSync(file, content);
    assert.throws(() => readWebhookSecret(file), {
      name: "UsageError",
      message: `webhook secret: ${file} ${problem}`,
      remedy: "write the secret, and nothing else, into the file",
    });
  });
}

import assert from "node:assert/strict";
import { test } from "node:test";
import { redactUrls } from "../../../src/util/redact.js";

test("user info of a URL is replaced whole, wherever it stands in a text", () => {
  for (const [text, expected] of [
    ["https://token@example.com/r.git", "https://***@example.com/r.git"],
    ["https://user:secret@example.com:8443/r.git", "https://***@example.com:8443/r.git"],
    ["cannot read https://u:p@ss@host/x, nor ssh://git@host/y", "cannot read https://***@host/x, nor ssh://***@host/y"],
    ["https://example.com/a@b", "https://example.com/a@b"],
    ["git@example.com:team/mesh.git", "git@example.com:team/mesh.git"],
  ] as const) {
    assert.equal(redactUrls(text), expected);
  }
});

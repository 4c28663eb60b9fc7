import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { test } from "node:test";
import { serverWords } from "../../../../src/source/ssh/connection-errors.js";
import { makeFlushFinder } from "../../../../src/source/ssh/flush-finder.js";
import { uploadPackCommand } from "../../../../src/source/ssh/upload-pack-command.js";

for (const [path, expected] of [
  ["you/mesh.git", "git-upload-pack 'you/mesh.git'"],
  ["it's", String.raw`git-upload-pack 'it'\''s'`],
  ["wow!", String.raw`git-upload-pack 'wow'\!''`],
  ['$(id) `id` \\ " ; &', "git-upload-pack '$(id) `id` \\ \" ; &'"],
] as const) {
  test(`the path ${path} reaches the server as it is`, () => {
    const command = uploadPackCommand(path);
    assert.equal(command, expected);
    const seen = execFileSync("/bin/sh", ["-c", command.replace("git-upload-pack", "printf %s")], { encoding: "utf8" });
    assert.equal(seen, path);
  });
}

for (const [text, expected] of [
  ["0000", 4],
  ["0008abcd0000rest", 12],
  ["0004" + "0000", 8],
  ["00010000", 8],
  ["0008abcd", "none"],
  ["0008ab", "none"],
  ["00", "none"],
  ["", "none"],
  ["Welcome to this host", "garbage"],
  ["0008abcdzzzz", "garbage"],
] as const) {
  test(`the first flush packet of ${JSON.stringify(text)}, however it is cut up`, () => {
    assert.equal(makeFlushFinder()(Buffer.from(text)), expected);
    for (let size = 1; size < text.length; size += 1) {
      const find = makeFlushFinder();
      let offset = 0;
      let found: number | "none" | "garbage" = "none";
      while (found === "none" && offset < text.length) {
        found = find(Buffer.from(text.slice(offset, offset + size)));
        if (typeof found === "number") found = offset + found;
        else offset += size;
      }
      assert.equal(found, expected, `in pieces of ${size}`);
    }
  });
}

test("the server's words come without what a terminal would obey, on one line, bounded", () => {
  assert.equal(
    serverWords("ERROR: Repository not found.\r\n\u001b[31;1mfatal\u0000:\tx\n", 100),
    "ERROR: Repository not found. fatal : x",
  );
  assert.equal(serverWords("remote: \nremote: ========\nremote: ERROR: no\n", 100), "ERROR: no");
  assert.equal(serverWords("x".repeat(50), 10), `${"x".repeat(10)}…`);
});

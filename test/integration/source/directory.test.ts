import assert from "node:assert/strict";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { type TestContext, test } from "node:test";
import { readDirectory } from "../../../src/source/index.js";
import { failure } from "../../support/git/open.js";
import { scratch } from "../../support/git/repository.js";

function folderWith(t: TestContext, files: Readonly<Record<string, string>>): string {
  const { path, remove } = scratch();
  t.after(remove);
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(path, name)), { recursive: true });
    writeFileSync(join(path, name), content);
  }
  return path;
}

const all = { include: [], exclude: [] };

test("YAML and JSON files are read in order of path; .git, node_modules and what is ignored are not", async (t) => {
  const root = folderWith(t, {
    "b.yaml": "b",
    "a/z.yml": "z",
    "a/x.json": "x",
    "readme.md": "",
    ".git/config.yaml": "",
    "node_modules/x/y.yaml": "",
    "drafts/d.yaml": "",
    ".gitxdsignore": "drafts/\n",
  });
  const { files, notes } = await readDirectory(root, all);
  assert.deepEqual(
    files.map(({ path, bytes }) => [path, Buffer.from(bytes).toString()]),
    [
      ["a/x.json", "x"],
      ["a/z.yml", "z"],
      ["b.yaml", "b"],
    ],
  );
  assert.deepEqual(notes, []);
  const narrowed = await readDirectory(root, { include: ["a"], exclude: ["**/*.json"] });
  assert.deepEqual(
    narrowed.files.map(({ path }) => path),
    ["a/z.yml"],
  );
});

test("links are not followed, large files not read, odd names not used, each with a note", async (t) => {
  const root = folderWith(t, { "a.yaml": "", "big.json": "x".repeat(1024 * 1024 + 1), "tab\t.yaml": "" });
  symlinkSync("a.yaml", join(root, "link.yaml"));
  symlinkSync(".", join(root, "loop"));
  const { files, notes } = await readDirectory(root, all);
  assert.deepEqual(
    files.map(({ path }) => path),
    ["a.yaml"],
  );
  assert.deepEqual(
    notes.map(({ code, file }) => [code, file]),
    [
      ["GX043", null],
      ["GX040", "big.json"],
      ["GX041", "link.yaml"],
      ["GX041", "loop"],
    ],
  );
});

test("a folder that is not there, or is a file, is an error that says so", async (t) => {
  const root = folderWith(t, { "a.yaml": "" });
  assert.equal((await failure(readDirectory(join(root, "none"), all))).code, "GX014");
  assert.equal((await failure(readDirectory(join(root, "a.yaml"), all))).code, "GX014");
});

test("folders nested without end are refused", async (t) => {
  const root = folderWith(t, { [`${"d/".repeat(70)}a.yaml`]: "" });
  assert.equal((await failure(readDirectory(root, all))).code, "GX023");
});

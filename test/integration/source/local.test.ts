import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { pathToFileURL } from "node:url";
import { contents, failure, head, headContents, notAborted, open } from "../../support/git/open.js";
import { git, makeRepository, scratch } from "../../support/git/repository.js";

function folder(t: TestContext): string {
  const { path, remove } = scratch();
  t.after(remove);
  return path;
}

const files = { "a.yaml": "a: 1\n", "mesh/b.yaml": "b: 1\n", "mesh/deep/c.json": "{}\n" };
const inMesh = { "b.yaml": "b: 1\n", "deep/c.json": "{}\n" };

/** Every file below, with what would change if it were written. */
function listing(path: string): string {
  return readdirSync(path, { recursive: true, encoding: "utf8" })
    .sort()
    .map((name) => {
      const { mtimeMs, ctimeMs, size, ino } = lstatSync(join(path, name));
      return `${name} ${mtimeMs} ${ctimeMs} ${size} ${ino}`;
    })
    .join("\n");
}

const shapes: readonly (readonly [string, (root: string) => string])[] = [
  ["a checkout", (root) => join(root, "repo")],
  ["its .git folder", (root) => join(root, "repo", ".git")],
  ["a file URL", (root) => pathToFileURL(join(root, "repo")).href],
  [
    "a bare repository, packed",
    (root) => {
      git(root, "clone", "--quiet", "--bare", "repo", "bare.git");
      git(join(root, "bare.git"), "gc", "--quiet");
      return join(root, "bare.git");
    },
  ],
  [
    "a worktree",
    (root) => {
      git(join(root, "repo"), "worktree", "add", "--quiet", "-b", "topic", "../tree");
      return join(root, "tree");
    },
  ],
  [
    "a clone with alternates, nested and relative",
    (root) => {
      git(root, "clone", "--quiet", "--shared", "repo", "one");
      git(root, "clone", "--quiet", "--shared", "one", "two");
      writeFileSync(join(root, "two/.git/objects/info/alternates"), "../../../one/.git/objects\n");
      return join(root, "two");
    },
  ],
];
for (const [what, make] of shapes) {
  test(`${what} is read in place, and nothing in it is written`, async (t) => {
    const root = folder(t);
    const sha = makeRepository(join(root, "repo")).commit(files, "First\n\nmore");
    const url = make(root);
    const before = listing(root);
    const source = await open(t, { url, path: "mesh" });
    const commit = await head(source);
    assert.equal(commit.sha, sha);
    assert.equal(commit.subject, "First");
    assert.deepEqual(await contents(source, await source.list(commit)), inMesh);
    assert.equal(listing(root), before);
  });
}

test("loose objects, packs and a repack in between are read alike", async (t) => {
  const repo = makeRepository(join(folder(t), "repo"));
  repo.commit(
    Object.fromEntries(
      Array.from({ length: 50 }, (_, index) => [`f${index}.yaml`, `${"same line\n".repeat(50)}n: ${index}\n`]),
    ),
  );
  const source = await open(t, { url: repo.path });
  const commit = await head(source);
  const tree = await source.list(commit);
  const before = await contents(source, tree);
  assert.equal(before["f7.yaml"]?.slice(-5), "n: 7\n");
  repo.git("gc", "--quiet", "--prune=now");
  assert.deepEqual(await contents(source, tree), before);
  repo.commit({ "new.yaml": "n: new\n" });
  repo.git("repack", "-a", "-d", "-f", "--quiet");
  assert.deepEqual(await contents(source, tree), before);
  assert.deepEqual(await headContents(source), { ...before, "new.yaml": "n: new\n" });
});

test("HEAD's branch is followed by default; a branch, a tag, a nested tag, a full ref and a commit by name", async (t) => {
  const repo = makeRepository(join(folder(t), "repo"));
  const first = repo.commit({ "a.yaml": "1" });
  repo.git("tag", "--annotate", "v1", "--message", "one");
  repo.git("tag", "--annotate", "nested", "--message", "two", "v1");
  repo.git("branch", "v2");
  repo.git("tag", "light");
  const second = repo.commit({ "a.yaml": "2" });
  repo.git("tag", "v2");
  for (const packed of [false, true]) {
    if (packed) repo.git("pack-refs", "--all");
    const look = async (ref: string | null) => (await open(t, { url: repo.path, ref })).look(notAborted);
    assert.deepEqual(await look(null), { commit: second, ref: "refs/heads/main" });
    assert.deepEqual(await look("main"), { commit: second, ref: "refs/heads/main" });
    for (const name of ["v1", "nested"]) {
      const ref = `refs/tags/${name}`;
      assert.deepEqual(await look(name), { commit: first, ref, tag: { id: repo.git("rev-parse", name), ref } });
    }
    assert.deepEqual(await look("light"), { commit: first, ref: "refs/tags/light" });
    assert.deepEqual(await look("v2"), { commit: first, ref: "refs/heads/v2" }, "a branch comes before a tag");
    assert.deepEqual(await look("refs/tags/v2"), { commit: second, ref: "refs/tags/v2" });
    assert.deepEqual(await look(first), { commit: first, ref: first });
  }
});

test("what went wrong is told apart, each with what to do", async (t) => {
  const root = folder(t);
  const repo = makeRepository(join(root, "repo"));
  repo.commit(files);
  const blob = repo.git("rev-parse", "HEAD:a.yaml");
  repo.git("tag", "content", blob);
  makeRepository(join(root, "empty"));
  makeRepository(join(root, "sha256"), "--object-format=sha256").commit(files);
  mkdirSync(join(root, "plain"));
  mkdirSync(join(root, "broken/.git"), { recursive: true });
  writeFileSync(join(root, "file"), "");
  const look = async (name: string, ref: string | null = null) =>
    failure(open(t, { url: join(root, name), ref }).then((source) => source.look(notAborted)));
  const expected: readonly (readonly [string, string | null, string, RegExp])[] = [
    ["nowhere", null, "GX018", /does not exist/],
    ["file", null, "GX018", /not a folder/],
    ["plain", null, "GX018", /no \.git/],
    ["broken", null, "GX018", /\.git folder has no HEAD/],
    ["sha256", null, "GX015", /SHA-256/],
    ["empty", null, "GX013", /no commits yet/],
    ["repo", "mian", "GX011", /branches: main/],
    ["repo", "../../etc/passwd", "GX011", /branches: main/],
    ["repo", "content", "GX011", /names a blob, not a commit/],
    ["repo", "ab".repeat(20), "GX012", /is not there/],
    ["repo", blob, "GX012", /is a blob/],
  ];
  for (const [name, ref, code, message] of expected) {
    const error = await look(name, ref);
    assert.equal(error.code, code, `${name} ${ref}: ${error.message}`);
    assert.match(error.message, message);
    assert.notEqual(error.remedy, "");
    assert.equal(error.retry, "changed");
  }
  for (const url of ["ssh://git@host", "git@host:-r", "gopher://host/r", "https://", "file://host/x y"]) {
    assert.equal((await failure(open(t, { url }))).code, "GX020", url);
  }
});

test("a path that is not in the commit lists the folders that are, and a file is named as one", async (t) => {
  const repo = makeRepository(join(folder(t), "repo"));
  repo.commit({ ...files, "other/x.yaml": "" });
  const list = async (path: string) => {
    const source = await open(t, { url: repo.path, path });
    return failure(source.list(await head(source)));
  };
  assert.match((await list("mash")).message, /"mash" is not in .* folders there: mesh, other$/);
  assert.match((await list("mesh/depe")).message, /at "mesh" folders there: deep$/);
  const error = await list("a.yaml");
  assert.match(error.message, /"a.yaml" is a file, not a folder/);
  assert.match(error.remedy, /include/);
});

test("a repository whose files may not be read is named as that", { skip: process.getuid?.() === 0 }, async (t) => {
  const repo = makeRepository(join(folder(t), "repo"));
  repo.commit(files);
  chmodSync(join(repo.path, ".git/objects"), 0);
  t.after(() => chmodSync(join(repo.path, ".git/objects"), 0o700));
  assert.equal((await failure(open(t, { url: repo.path }).then(head))).code, "GX017");
});

test("a shallow clone is read, and a partial clone without its blobs says how to complete it", async (t) => {
  const root = folder(t);
  const repo = makeRepository(join(root, "repo"));
  repo.git("config", "uploadpack.allowFilter", "true");
  repo.commit({ "a.yaml": "old" });
  repo.commit({ "a.yaml": "new" });
  const url = pathToFileURL(repo.path).href;
  git(root, "clone", "--quiet", "--bare", "--depth=1", url, "shallow");
  git(root, "clone", "--quiet", "--bare", "--filter=blob:none", url, "partial");
  assert.deepEqual(await headContents(await open(t, { url: join(root, "shallow") })), { "a.yaml": "new" });
  const error = await failure(headContents(await open(t, { url: join(root, "partial") })));
  assert.equal(error.code, "GX019");
  assert.match(error.remedy, /partial clone/);
});

test("a damaged object is an error, and the source can be used again once it is whole", async (t) => {
  const repo = makeRepository(join(folder(t), "repo"));
  repo.commit(files);
  const blob = repo.git("rev-parse", "HEAD:a.yaml");
  const path = join(repo.path, ".git/objects", blob.slice(0, 2), blob.slice(2));
  const source = await open(t, { url: repo.path });
  const tree = await source.list(await head(source));
  unlinkSync(path);
  writeFileSync(path, "garbage");
  assert.equal((await failure(contents(source, tree))).code, "GX016");
  rmSync(path);
  assert.equal((await failure(contents(source, tree))).code, "GX019");
  repo.git("hash-object", "-w", "a.yaml");
  assert.equal((await contents(source, tree))["a.yaml"], "a: 1\n");
});

test("links, submodules, large files and unusable names are left out with a note each", async (t) => {
  const repo = makeRepository(join(folder(t), "repo"));
  symlinkSync("a.yaml", join(repo.path, "link.yaml"));
  symlinkSync("mesh", join(repo.path, "linked"));
  symlinkSync("README.md", join(repo.path, "LICENSE.md"));
  repo.git("config", "core.protectNTFS", "false");
  const sha = repo.commit({
    ...files,
    "big.yaml": "x".repeat(1024 * 1024 + 1),
    "big.bin": "x".repeat(2_000_000),
    "a\nb.yaml": "",
  });
  repo.git("update-index", "--add", "--cacheinfo", `160000,${sha},module`);
  repo.git("commit", "--quiet", "--message", "module");
  const source = await open(t, { url: repo.path });
  const tree = await source.list(await head(source));
  const notes = tree.notes.filter(({ code }) => code !== "GX044");
  assert.deepEqual(
    notes.map(({ code, severity, file }) => [code, severity, file]),
    [
      ["GX043", "error", null],
      ["GX040", "error", "big.yaml"],
      ["GX041", "warning", "link.yaml"],
      ["GX041", "warning", "linked"],
      ["GX042", "warning", "module"],
    ],
  );
  assert.match(notes[0]?.message ?? "", /"a\\x0ab\.yaml"/);
  const paths = Object.keys(await contents(source, tree));
  assert.deepEqual(paths, ["a.yaml", "big.bin", "mesh/b.yaml", "mesh/deep/c.json"]);
});

test("many notes of one kind are summarised", async (t) => {
  const repo = makeRepository(join(folder(t), "repo"));
  for (let index = 0; index < 30; index += 1) symlinkSync("x", join(repo.path, `link${index}.yaml`));
  repo.commit({});
  const source = await open(t, { url: repo.path });
  const { notes } = await source.list(await head(source));
  assert.equal(notes.length, 21);
  assert.match(notes.at(-1)?.message ?? "", /^10 more/);
});

test("include, exclude and .gitxdsignore hold for commits, and a changed .gitxdsignore counts at once", async (t) => {
  const repo = makeRepository(join(folder(t), "repo"));
  repo.commit({ ...files, "mesh/skip/d.yaml": "", "mesh/.gitxdsignore": "deep/\n", "mesh/x.json": "" });
  const source = await open(t, { url: repo.path, path: "mesh", include: ["**/*.{yaml,json}"], exclude: ["skip"] });
  const first = await source.list(await head(source));
  assert.deepEqual(Object.keys(await contents(source, first)), ["b.yaml", "x.json"]);
  repo.commit({ "mesh/.gitxdsignore": "*.json\n!deep/*.json\n" });
  const second = await source.list(await head(source), first);
  assert.deepEqual(Object.keys(await contents(source, second)), ["b.yaml", "deep/c.json"]);
});

test("what a checkout has not committed is named, and is not served", async (t) => {
  const repo = makeRepository(join(folder(t), "repo"));
  repo.commit({ ...files, ".gitignore": "local.yaml\n" });
  const source = await open(t, { url: repo.path, path: "mesh" });
  const commit = await head(source);
  assert.deepEqual((await source.list(commit)).notes, []);
  writeFileSync(join(repo.path, "mesh/b.yaml"), "b: 2\n");
  writeFileSync(join(repo.path, "mesh/new.yaml"), "");
  writeFileSync(join(repo.path, "mesh/notes.txt"), "");
  rmSync(join(repo.path, "mesh/deep/c.json"));
  writeFileSync(join(repo.path, "a.yaml"), "outside of the path");
  const tree = await source.list(commit);
  assert.deepEqual(
    tree.notes.map(({ code, severity }) => [code, severity]),
    [["GX044", "info"]],
  );
  assert.match(
    tree.notes[0]?.message ?? "",
    /"mesh".*: b\.yaml \(changed\), new\.yaml \(new\), deep\/c\.json \(deleted\)$/,
  );
  assert.deepEqual(await contents(source, tree), inMesh);
  const again = await source.list(commit, tree);
  assert.equal(again.notes.length, 1, "the note is not given twice");
  repo.git("checkout", "--quiet", "-b", "topic");
  repo.commit({});
  assert.deepEqual((await source.list(commit)).notes, [], "a checkout of another commit says nothing");
});

test("a tree that unfolds to billions of files is given up at the limit", async (t) => {
  const repo = makeRepository(join(folder(t), "repo"));
  repo.commit({ "a.yaml": "" });
  let tree = repo.git("rev-parse", "HEAD^{tree}");
  const file = join(repo.path, "tree.txt");
  for (let level = 0; level < 6; level += 1) {
    writeFileSync(file, Array.from({ length: 80 }, (_, index) => `040000 tree ${tree}\tf${index}\n`).join(""));
    tree = execFileSync("git", ["mktree"], { cwd: repo.path, encoding: "utf8", input: readFileSync(file) }).trim();
  }
  repo.git("update-ref", "refs/heads/bomb", repo.git("commit-tree", "-m", "bomb", tree));
  const source = await open(t, { url: repo.path, ref: "bomb" });
  const error = await failure(source.list(await head(source)));
  assert.equal(error.code, "GX023");
  assert.match(error.message, /200000 files and folders/);
});

test("folders deeper than 64 and files of more than 256 MB together are given up, each with its message", async (t) => {
  const repo = makeRepository(join(folder(t), "repo"));
  repo.commit({ [`${"d/".repeat(64)}a.yaml`]: "" });
  const source = await open(t, { url: repo.path });
  assert.equal((await source.list(await head(source))).root.folders.size, 1);
  repo.commit({ [`${"d/".repeat(65)}a.yaml`]: "" });
  const deep = await failure(source.list(await head(source)));
  assert.deepEqual([deep.code, /nested deeper than 64 folders$/.test(deep.message)], ["GX023", true]);
  repo.commit({ "a.yaml": "#".repeat(1024 * 1024) });
  const blob = repo.git("rev-parse", "HEAD:a.yaml");
  for (const [count, code] of [
    [256, undefined],
    [257, "GX023"],
  ] as const) {
    const input = Array.from({ length: count }, (_, index) => `100644 blob ${blob}\tf${index}.yaml\n`).join("");
    const tree = execFileSync("git", ["mktree"], { cwd: repo.path, encoding: "utf8", input }).trim();
    repo.git("update-ref", "HEAD", repo.git("commit-tree", "-m", "large", tree));
    const listing = source.list(await head(source));
    if (code === undefined) assert.equal((await listing).root.files.size, count);
    else assert.match((await failure(listing)).message, /together exceed 268435456 bytes/);
  }
});

test("an aborted signal ends look and fetch", async (t) => {
  const repo = makeRepository(join(folder(t), "repo"));
  repo.commit(files);
  const source = await open(t, { url: repo.path });
  const found = await source.look(notAborted);
  const reason = new Error("stop");
  await assert.rejects(source.look(AbortSignal.abort(reason)), reason);
  await assert.rejects(
    source.fetch(found, AbortSignal.abort(reason), () => {}),
    reason,
  );
});

import assert from "node:assert/strict";
import { mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { run } from "../../../src/cli/run.js";
import { captureIo } from "../../support/cli.js";
import { makeRepository, scratch } from "../../support/git/repository.js";

function auth(name: string, mode = "STRICT"): string {
  return `apiVersion: security.istio.io/v1
kind: PeerAuthentication
metadata: {name: ${name}, namespace: shop}
spec: {mtls: {mode: ${mode}}}
`;
}

/** main has a good file, one with an error and one that cannot be read; topic is checked out. */
function forked(t: TestContext) {
  const folder = scratch();
  t.after(folder.remove);
  const repository = makeRepository(join(folder.path, "repo"));
  const fork = repository.commit({
    "mesh/good.yaml": auth("good"),
    "mesh/old.yaml": auth("old", "OLD"),
    "mesh/unread.yaml": "# istio.io\na: [\n",
  });
  repository.git("checkout", "--quiet", "-b", "topic");
  const file = (name: string) => join(repository.path, "mesh", name);
  return { repository, fork, file, write: (name: string, text: string) => writeFileSync(file(name), text) };
}

async function validate(cwd: string, args: readonly string[], stdin?: string) {
  const { io, output } = captureIo({ cwd, ...(stdin === undefined ? {} : { stdin }) });
  return { exitCode: await run(["validate", ...args], io), ...output };
}

/** The findings' files and codes, with what is said about the base. */
async function sinceMain(cwd: string, ...args: readonly string[]) {
  const { exitCode, stdout, stderr } = await validate(cwd, ["--base", "main", "--format", "json", ...args]);
  assert.notEqual(exitCode, 2, stderr);
  const { findings, base } = JSON.parse(stdout);
  return { exitCode, base, found: findings.map(({ file, code }: Record<string, string>) => `${file} ${code}`) };
}

test("findings that were there already are counted and do not fail", async (t) => {
  const { repository, fork } = forked(t);
  assert.equal((await validate(repository.path, ["mesh"])).exitCode, 1);
  const { exitCode, stdout } = await validate(repository.path, ["mesh", "--base", "main"]);
  assert.equal(exitCode, 0);
  assert.equal(
    stdout,
    `2 resources in 3 files: 0 new errors, 0 new warnings since ${fork.slice(0, 12)} (merge base with main); 2 older findings not shown\n`,
  );
  assert.deepEqual(await sinceMain(repository.path, "mesh"), {
    exitCode: 0,
    base: { ref: "main", commit: fork, hidden: 2 },
    found: [],
  });
});

test("what is not committed yet is part of the change, what the other side did since is not", async (t) => {
  const { repository, write, fork } = forked(t);
  repository.git("checkout", "--quiet", "main");
  repository.commit({ "mesh/old.yaml": auth("old"), "mesh/unread.yaml": null });
  repository.git("checkout", "--quiet", "topic");
  write("good.yaml", auth("good", "BAD"));
  write("new.yaml", auth("new", "NEW"));
  const { exitCode, base, found } = await sinceMain(repository.path, "mesh");
  assert.deepEqual([exitCode, base.commit, base.hidden, found], [1, fork, 2, ["good.yaml GX206", "new.yaml GX206"]]);
});

test("moved lines, moved resources and renamed files bring nothing new", async (t) => {
  const { repository, file, write } = forked(t);
  rmSync(file("old.yaml"));
  write("good.yaml", `# a comment\n\n${auth("good")}---\n${auth("old", "OLD")}`);
  mkdirSync(file("deep"));
  renameSync(file("unread.yaml"), file("deep/renamed.yaml"));
  assert.deepEqual((await sinceMain(repository.path, "mesh")).found, []);
});

test("mending one file does not excuse breaking another", async (t) => {
  const { repository, write } = forked(t);
  write("unread.yaml", auth("mended"));
  write("good.yaml", "# istio.io\na: [\n");
  assert.deepEqual((await sinceMain(repository.path, "mesh")).found, ["good.yaml GX101"]);
});

test("a second definition is new wherever it is reported, and only once", async (t) => {
  const { repository, write } = forked(t);
  write("a-first.yaml", auth("good"));
  assert.deepEqual((await sinceMain(repository.path, "mesh")).found, ["good.yaml GX301"]);
  repository.commit({});
  repository.git("branch", "--force", "main", "topic");
  write("z-third.yaml", auth("good"));
  assert.deepEqual((await sinceMain(repository.path, "mesh")).found, ["z-third.yaml GX301"]);
});

test("a folder, a file and a .gitxdsignore that the base does not have are all new", async (t) => {
  const { repository, file, write } = forked(t);
  mkdirSync(file("fresh"));
  write("fresh/new.yaml", auth("new", "NEW"));
  assert.deepEqual((await sinceMain(repository.path, "mesh/fresh")).found, ["new.yaml GX206"]);
  assert.deepEqual((await sinceMain(repository.path, "mesh/fresh/new.yaml", "mesh/old.yaml")).found, [
    "new.yaml GX206",
  ]);
  write(".gitxdsignore", "*.yaml\n");
  assert.deepEqual((await sinceMain(repository.path, "mesh")).base.hidden, 0);
});

test("standard input stands for the file that is named, among the others of its folder", async (t) => {
  const { repository } = forked(t);
  const buffer = async (text: string, ...args: readonly string[]) =>
    validate(repository.path, [...args, "--stdin-name", "mesh/good.yaml"], text);
  assert.equal((await buffer(auth("good"), "-", "--base", "main")).exitCode, 0);
  const broken = await buffer(auth("good", "BAD"), "-", "--base", "main");
  assert.equal(broken.exitCode, 1);
  assert.match(broken.stdout, /^mesh\/good\.yaml:4:21: error GX206: .*\n {4}4 \| spec: \{mtls: \{mode: BAD\}\}\n/);
  for (const paths of [
    ["-", "mesh"],
    ["mesh", "-"],
  ]) {
    const duplicate = await buffer(auth("old"), ...paths, "--base", "main");
    assert.match(duplicate.stdout, /^mesh\/old\.yaml:1:1: error GX301: .* at mesh\/good\.yaml:1\n/);
  }
  const nowhere = await validate(
    repository.path,
    ["-", "--stdin-name", "not/there.yaml", "--base", "main"],
    auth("x", "X"),
  );
  assert.match(nowhere.stdout, /^not\/there\.yaml:4:21: error GX206/);
});

test("what cannot be compared ends with 2 and a remedy", async (t) => {
  const { repository } = forked(t);
  for (const [args, message] of [
    [["mesh", "--base", "nowhere"], /has no branch, tag or commit nowhere; it has topic, main\n {4}correct it/],
    [["-", "--base", "main"], /which file standard input is\n {4}say so with --stdin-name/],
    [["mesh", "--stdin-name", "x.yaml"], /which is not read\n {4}add - to the paths/],
    [["/", "--base", "main"], /lies in no Git repository/],
  ] as const) {
    const { exitCode, stderr, stdout } = await validate(repository.path, args, "");
    assert.deepEqual([exitCode, stdout], [2, ""]);
    assert.match(stderr, message);
  }
});

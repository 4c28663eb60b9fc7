import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { load } from "js-yaml";
import { packageRoot } from "../../../src/util/package-root.js";
import { makeRepository, scratch } from "../../support/git/repository.js";
import { peerAuthentication } from "../../support/yaml.js";

interface Step {
  readonly uses?: string;
  readonly run?: string;
}

function read(path: string): unknown {
  return load(readFileSync(join(packageRoot(), path), "utf8"));
}

/** A clone of main with an old error, and a branch that brings another where `mode` is wrong. */
function pullRequest(t: TestContext, mode: string) {
  const folder = scratch();
  t.after(folder.remove);
  const bin = join(folder.path, "bin");
  mkdirSync(bin);
  writeFileSync(join(bin, "gitxds"), `#!/bin/sh\nexec "${process.execPath}" "${packageRoot()}/dist/main.js" "$@"\n`);
  chmodSync(join(bin, "gitxds"), 0o755);
  const repository = makeRepository(join(folder.path, "repo"));
  const base = repository.commit({ "mesh/old.yaml": peerAuthentication("old", "OLD"), "mesh/web.yaml": "" });
  repository.git("checkout", "--quiet", "-b", "topic");
  repository.commit({ "mesh/web.yaml": peerAuthentication("web", mode) });
  const merge = () => {
    repository.git("checkout", "--quiet", "main");
    repository.git("merge", "--quiet", "--no-ff", "--no-edit", "topic");
  };
  const shell = (script: string, env: Record<string, string> = {}) => {
    const options = { cwd: repository.path, encoding: "utf8" as const };
    const PATH = `${bin}:${process.env.PATH}`;
    const { status, stdout, stderr } = spawnSync("sh", ["-ec", script], {
      ...options,
      env: { PATH, CI: "true", ...env },
    });
    return { status, stdout, stderr };
  };
  return { repository, base, merge, shell };
}

const bad = /^::error file=mesh\/web\.yaml,line=\d+,col=\d+,title=gitxds [^ ]+ GX206::/;

test("the GitHub example annotates what a pull request brings, and writes SARIF of everything", async (t) => {
  const { jobs } = read("examples/ci/github-actions.yaml") as {
    readonly jobs: Record<string, { readonly steps: readonly Step[] }>;
  };
  const commandOf = (job: string) =>
    jobs[job]?.steps.find(({ run }) => run?.startsWith("gitxds "))?.run ?? assert.fail(`job ${job} runs no gitxds`);
  for (const [mode, exit] of [
    ["STRICT", 0],
    ["BAD", 1],
  ] as const) {
    const { repository, merge, shell } = pullRequest(t, mode);
    merge();
    const { status, stdout, stderr } = shell(commandOf("validate"));
    assert.deepEqual([status, stderr], [exit, ""]);
    assert.match(stdout, exit === 0 ? /^2 resources in 2 files: 0 new errors/ : bad);
    assert.equal(shell(commandOf("scan")).status, 0);
    const sarif = JSON.parse(readFileSync(join(repository.path, "gitxds.sarif"), "utf8"));
    assert.equal(sarif.runs[0].results.length, 1 + exit);
  }
});

test("the GitLab example fails for what a merge request brings alone", async (t) => {
  const { "validate-mesh": job } = read("examples/ci/gitlab-ci.yaml") as {
    readonly "validate-mesh": { readonly script: readonly string[] };
  };
  const command = job.script.find((line) => line.startsWith("gitxds ")) ?? assert.fail("no gitxds in the script");
  for (const [mode, exit] of [
    ["STRICT", 0],
    ["BAD", 1],
  ] as const) {
    const { base, shell } = pullRequest(t, mode);
    const { status, stdout } = shell(command, { CI_MERGE_REQUEST_DIFF_BASE_SHA: base });
    assert.equal(status, exit);
    assert.match(stdout, /1 older finding not shown$/m);
    assert.equal(/mesh\/web\.yaml/.test(stdout), exit === 1);
  }
});

test("the pre-commit hook names a bin of a package that builds itself, and runs as it stands", (t) => {
  const [hook] = read(".pre-commit-hooks.yaml") as readonly { entry: string; args: readonly string[]; files: string }[];
  const { bin, scripts } = JSON.parse(readFileSync(join(packageRoot(), "package.json"), "utf8"));
  assert.ok(hook);
  const [command = "", ...args] = `${hook.entry} ${hook.args.join(" ")}`.split(" ");
  assert.ok(Object.keys(bin).includes(command));
  assert.equal(typeof scripts.prepare, "string");
  const { shell } = pullRequest(t, "STRICT");
  assert.equal(shell([command, ...args].join(" ")).status, 1);
});

import assert from "node:assert/strict";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { run } from "../../../src/cli/run.js";
import type { Status } from "../../../src/model/index.js";
import { captureIo, runBin } from "../../support/cli.js";
import { makeRepository, scratch } from "../../support/git/repository.js";
import { policyYaml } from "../../support/policies.js";
import { startService } from "../../support/service.js";
import { peerAuthentication } from "../../support/yaml.js";

const strict = policyYaml("strict", "object.spec.mtls.mode == 'STRICT'", {
  resources: "peerauthentications",
  message: "mutual TLS must be strict",
});

function folderOf(t: TestContext): string {
  const folder = scratch();
  t.after(folder.remove);
  return folder.path;
}

function write(folder: string, files: Readonly<Record<string, string>>): void {
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
}

async function command(cwd: string, args: readonly string[]) {
  const { io, output } = captureIo({ cwd });
  return { exitCode: await run(args, io), ...output };
}

test("validate and snapshot keep the policies of the folder", async (t) => {
  const folder = folderOf(t);
  write(join(folder, "mesh"), { "a.yaml": peerAuthentication("a", "PERMISSIVE"), "policy.yaml": strict });
  const { exitCode, stdout } = await command(folder, ["validate", "mesh"]);
  assert.equal(exitCode, 1);
  assert.match(
    stdout,
    /^mesh\/a\.yaml:1:1: error GX410: mutual TLS must be strict \(policy strict, binding strict\)$[\s\S]*keeps the policy at mesh\/policy\.yaml:11$/m,
  );
  const skipped = await command(folder, ["validate", "mesh", "--skip-repository-policies"]);
  assert.deepEqual([skipped.exitCode, /GX4/.test(skipped.stdout)], [0, false]);
  const snapshot = await command(folder, ["snapshot", "mesh"]);
  assert.deepEqual([snapshot.exitCode, snapshot.stdout], [1, ""]);
  assert.match(snapshot.stderr, /GX410/);
});

test("validate and snapshot keep the policies that --policies names, links included", async (t) => {
  const folder = folderOf(t);
  write(join(folder, "mesh"), { "a.yaml": peerAuthentication("a", "PERMISSIVE") });
  write(join(folder, "elsewhere"), { "strict.yaml": strict });
  mkdirSync(join(folder, "rules"));
  symlinkSync("../elsewhere/strict.yaml", join(folder, "rules/strict.yaml"));
  assert.equal((await command(folder, ["validate", "mesh"])).exitCode, 0);
  const { exitCode, stdout } = await command(folder, ["validate", "mesh", "--policies", "rules"]);
  assert.equal(exitCode, 1);
  assert.match(stdout, /GX410: mutual TLS must be strict/);
  assert.equal((await command(folder, ["snapshot", "mesh", "--policies", "rules"])).exitCode, 1);
});

test("a mistake in the directory of policies is one of usage, at its place", async (t) => {
  const folder = folderOf(t);
  write(join(folder, "mesh"), { "a.yaml": peerAuthentication("a") });
  write(join(folder, "wrong"), { "p.yaml": policyYaml("typo", "foo(1)") });
  write(join(folder, "none"), { "a.yaml": peerAuthentication("a") });
  for (const [directory, message] of [
    ["wrong", /wrong\/p\.yaml:11:20: GX402: .*there is no function foo/],
    ["none", /none holds no ValidatingAdmissionPolicy and no binding/],
    ["absent", /the directory of policies .*absent does not exist/],
    ["mesh/a.yaml", /a\.yaml is no folder/],
  ] as const) {
    const { exitCode, stderr } = await command(folder, ["validate", "mesh", "--policies", directory]);
    assert.equal(exitCode, 2, directory);
    assert.match(stderr, message);
  }
  const served = await runBin(["serve", join(folder, "mesh"), "--policies", "wrong"], { cwd: folder });
  assert.equal(served.exitCode, 2);
  assert.match(served.stderr, /^gitxds: .*GX402/m);
});

test("serve holds each commit to the policies that it brings, and to those of its configuration", async (t) => {
  const folder = folderOf(t);
  const repository = makeRepository(join(folder, "mesh"));
  const first = repository.commit({ "a.yaml": peerAuthentication("a", "PERMISSIVE") });
  const named = policyYaml("named", "object.metadata.name != 'forbidden'", { message: "this name is forbidden" });
  write(join(folder, "rules"), { "named.yaml": named });
  writeFileSync(
    join(folder, "gitxds.yaml"),
    "sources: [{url: mesh}]\ninterval: 1s\nstateDir: state\npolicies: {directory: rules}\n",
  );
  const service = await startService(["--config", join(folder, "gitxds.yaml")]);
  t.after(() => service.stop());
  const source = ({ sources }: Status) => sources[0] ?? assert.fail("no source");
  await service.until((status) => source(status).commit === first);

  const second = repository.commit({ "policy.yaml": strict });
  const rejected = await service.until((status) => source(status).rejected?.commit === second);
  assert.deepEqual(
    source(rejected).rejected?.findings.map(({ file, code }) => [file, code]),
    [["a.yaml", "GX410"]],
  );
  assert.equal(source(rejected).commit, first);

  const third = repository.commit({ "a.yaml": peerAuthentication("a", "STRICT") });
  await service.until((status) => source(status).commit === third);

  const fourth = repository.commit({ "b.yaml": peerAuthentication("forbidden") });
  const forbidden = await service.until((status) => source(status).rejected?.commit === fourth);
  assert.match(source(forbidden).rejected?.findings[0]?.message ?? "", /^this name is forbidden/);
});

import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { run } from "../../../src/cli/run.js";
import { kinds, storageTypeUrl } from "../../../src/collections/kinds.js";
import { captureIo } from "../../support/cli.js";
import { git, makeRepository, scratch } from "../../support/git/repository.js";
import { sshRemote, userKeys } from "../../support/git/ssh-remote.js";

const strict = `apiVersion: security.istio.io/v1
kind: PeerAuthentication
metadata: {name: default, namespace: shop}
spec: {mtls: {mode: STRICT}}
`;

async function command(
  cwd: string,
  args: readonly string[],
  stdin?: string,
  env: Readonly<Record<string, string>> = {},
) {
  const { io, output } = captureIo({ cwd, env, ...(stdin === undefined ? {} : { stdin }) });
  return { exitCode: await run(args, io), ...output };
}

function repositoryOf(t: TestContext) {
  const folder = scratch();
  t.after(folder.remove);
  const repository = makeRepository(join(folder.path, "mesh"));
  const commit = repository.commit({ "shop/auth.yaml": strict });
  return { repository, commit, folder: folder.path };
}

test("validate names files as they can be opened from here; JSON names them from the folder that was given", async (t) => {
  const { folder } = repositoryOf(t);
  writeFileSync(join(folder, "mesh/shop/bad.yaml"), strict.replace("STRICT", "strict").replace("default", "bad"));
  const text = await command(folder, ["validate", "mesh"]);
  assert.equal(text.exitCode, 1);
  assert.match(text.stdout, /^mesh\/shop\/bad\.yaml:4:21: error GX206: /);
  assert.match(text.stdout, /2 resources in 2 files: 1 error, 0 warnings\ngitxds explain GX206 says more\n$/);
  const json = JSON.parse((await command(folder, ["validate", "mesh", "--format", "json"])).stdout);
  assert.equal(json.findings[0].file, "shop/bad.yaml");
  assert.deepEqual(json.summary, { files: 2, resources: 2, errors: 1, warnings: 0, infos: 0 });
});

test("validate reads single files and standard input, and finds duplicates across them", async (t) => {
  const { folder } = repositoryOf(t);
  const alone = await command(folder, ["validate", "-"], strict);
  assert.equal(alone.exitCode, 0);
  const wrong = await command(folder, ["validate", "-"], strict.replace("mode", "mood"));
  assert.match(wrong.stdout, /^-:4:15: error GX202: .*\n {4}4 \| spec: \{mtls: \{mood: STRICT\}\}\n {6}\| {15}\^\n/m);
  const both = await command(folder, ["validate", "mesh/shop/auth.yaml", "-"], strict);
  assert.equal(both.exitCode, 1);
  assert.match(both.stdout, /^mesh\/shop\/auth\.yaml:1:1: error GX301: .* is already defined at -:1$/m);
});

test("validate and snapshot judge for the istiods that flags name", async (t) => {
  const { folder } = repositoryOf(t);
  for (const name of ["validate", "snapshot"]) {
    const { exitCode, stdout, stderr } = await command(folder, [name, "mesh", "--profile", "ambient"]);
    assert.equal(exitCode, 1, name);
    assert.match(stdout + stderr, /auth\.yaml:2:7: error GX324: ztunnel/);
  }
  const forOlder = await command(folder, ["snapshot", "mesh", "--istio-version", "1.28.3"]);
  assert.equal(forOlder.exitCode, 0);
});

test("text has colours on a terminal that takes them, and nowhere else", async (t) => {
  const { folder } = repositoryOf(t);
  const colored = async (isTTY: boolean, env: Record<string, string>, ...args: readonly string[]) => {
    const { io, output } = captureIo({ cwd: folder, env, stdin: strict.replace("STRICT", "strict") });
    await run(["validate", "-", ...args], { ...io, stdout: { ...io.stdout, isTTY } });
    return output.stdout.includes("\u001b[");
  };
  assert.equal(await colored(true, {}), true);
  assert.equal(await colored(true, { NO_COLOR: "" }), true);
  assert.equal(await colored(true, { NO_COLOR: "1" }), false);
  assert.equal(await colored(true, { TERM: "dumb" }), false);
  assert.equal(await colored(false, {}), false);
  assert.equal(await colored(true, {}, "--format", "github"), false);
});

test("usage errors are exit code 2 with what to do", async (t) => {
  const { folder } = repositoryOf(t);
  for (const [args, message] of [
    [["validate"], /missing required argument/],
    [["validate", "nowhere"], /nowhere does not exist\n {4}name a YAML or JSON file/],
    [["validate", "mesh", "--format", "xml"], /xml/],
    [
      ["validate", "mesh", "--istio-version", "1.23"],
      /--istio-version: "1\.23" .*\n {4}write a version from 1\.24 to 1\.\d\d/,
    ],
    [["snapshot", "mesh", "--profile", "mesh"], /--profile: "mesh" is no profile\n {4}use sidecar or ambient/],
    [["snapshot", "mesh", "--format", "xml"], /xml/],
    [["snapshot", "mesh", "--ref", "missing"], /GX011: .*missing/],
    [["serve", "mesh", "--interval", "5"], /--interval: "5" is not a duration\n {4}add the unit: 5s/],
    [["serve", "--nonsense"], /unknown option/],
    [["nonsense"], /unknown command/],
  ] as const) {
    const { exitCode, stderr } = await command(folder, args);
    assert.equal(exitCode, 2, args.join(" "));
    assert.match(stderr, message);
  }
  for (const args of [["--help"], ["serve", "--help"], ["--version"]]) {
    const { exitCode, stdout } = await command(folder, args);
    assert.equal(exitCode, 0);
    assert.notEqual(stdout, "");
  }
});

test("snapshot of a folder, of a ref and of a bare repository is the same but for the commit", async (t) => {
  const { repository, commit, folder } = repositoryOf(t);
  git(folder, "clone", "--quiet", "--bare", repository.path, "bare.git");
  const snapshot = async (...args: string[]) => {
    const { exitCode, stdout, stderr } = await command(folder, ["snapshot", ...args]);
    assert.equal(exitCode, 0, stderr);
    return JSON.parse(stdout);
  };
  const onDisk = await snapshot("mesh");
  assert.equal(onDisk.commit, null);
  const urls = onDisk.collections.map(({ typeUrl }: { typeUrl: string }) => typeUrl);
  assert.deepEqual(urls, kinds.map(storageTypeUrl).sort());
  const [resource] = onDisk.collections.find(({ kind }: { kind: string }) => kind === "PeerAuthentication").resources;
  const { version, ...rest } = resource;
  assert.match(version, /^[0-9a-f]{32}$/);
  assert.deepEqual(rest, {
    name: "shop/default",
    file: "shop/auth.yaml",
    line: 1,
    bodyTypeUrl: "type.googleapis.com/istio.security.v1beta1.PeerAuthentication",
    body: "EgIIAw==",
  });
  for (const args of [["mesh", "--ref", "main"], ["bare.git"], [`file://${folder}/bare.git`]]) {
    assert.deepEqual(await snapshot(...args), { ...onDisk, commit });
  }
  const below = await snapshot("mesh", "--path", "shop");
  assert.equal(
    below.collections.find(({ kind }: { kind: string }) => kind === "PeerAuthentication").resources[0].file,
    "auth.yaml",
  );
});

test("snapshot of something with an error prints the error, and no snapshot", async (t) => {
  const { folder } = repositoryOf(t);
  writeFileSync(join(folder, "mesh/shop/auth.yaml"), strict.replace("spec:", "sepc:"));
  const { exitCode, stdout, stderr } = await command(folder, ["snapshot", "mesh"]);
  assert.equal(exitCode, 1);
  assert.equal(stdout, "");
  assert.match(stderr, /shop\/auth\.yaml:4:1: error GX202: .*sepc/);
});

test("snapshot reads a repository over SSH with a key and known_hosts from the environment", async (t) => {
  const { server, repo, url, file } = await sshRemote(t);
  const sha = repo.commit({ "shop/auth.yaml": strict });
  const env = {
    GITXDS_SSH_KEY_FILE: file("id", userKeys.ed25519.private),
    GITXDS_SSH_KNOWN_HOSTS: file("known_hosts", server.knownHosts),
  };
  const { exitCode, stdout, stderr } = await command("/", ["snapshot", url], undefined, env);
  assert.deepEqual([exitCode, stderr], [0, ""]);
  assert.equal(JSON.parse(stdout).commit, sha);
  const unknown = await command("/", ["snapshot", "git@host.invalid:mesh.git"], undefined, env);
  assert.equal(unknown.exitCode, 2);
  assert.match(unknown.stderr, /^gitxds: GX001: host host\.invalid of git@host\.invalid:mesh\.git cannot be found/);
});

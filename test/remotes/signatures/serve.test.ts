import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import type { Status } from "../../../src/model/index.js";
import { startService } from "../../support/service.js";
import { signingHome, signingTools } from "../../support/signatures/signing-home.js";
import { peerAuthentication } from "../../support/yaml.js";

const { skip } = signingTools();
const source = ({ sources }: Status) => sources[0] ?? assert.fail("no source");

test("what nobody who is trusted has signed is held; another key, and what it signed is served", {
  skip,
}, async (t) => {
  const home = signingHome(t);
  const ada = home.sshKey("ada", "-t", "ed25519");
  const eve = home.sshKey("eve", "-t", "ed25519");
  const allowed = home.file("allowed", `ada@example.com ${home.sshPublic("ada")}\n`);
  const commit = (name: string, key?: string): string => {
    writeFileSync(join(home.repository, `${name}.yaml`), peerAuthentication(name));
    home.git("add", "--all");
    const sign = key === undefined ? [] : ["-c", "gpg.format=ssh", "-c", `user.signingKey=${key}.pub`];
    home.git(...sign, "commit", "--quiet", ...(key === undefined ? [] : ["-S"]), "--message", name);
    return home.git("rev-parse", "HEAD");
  };
  const config = home.file(
    "gitxds.yaml",
    `sources: [{name: mesh, url: ${home.repository}, verify: {ssh: ${allowed}}}]\ninterval: 1s\n`,
  );
  const first = commit("first", ada);
  const service = await startService(["--config", config, "--state-dir", join(home.path, "state")]);
  t.after(() => service.stop());
  await service.until((status) => source(status).commit === first);

  const unsigned = commit("unsigned");
  const held = source(await service.until((status) => source(status).state === "held"));
  assert.deepEqual([held.commit, held.held.map((hold) => [hold.commit, hold.code])], [first, [[unsigned, "GX060"]]]);
  const foreign = commit("foreign", eve);
  const both = source(await service.until((status) => source(status).held.length === 2));
  assert.deepEqual([both.commit, both.held.at(-1)?.commit, both.held.at(-1)?.code], [first, foreign, "GX061"]);

  writeFileSync(allowed, `ada@example.com ${home.sshPublic("ada")}\neve@example.com ${home.sshPublic("eve")}\n`);
  const trusted = source(await service.until((status) => source(status).commit === foreign));
  assert.deepEqual([trusted.state, trusted.held], ["following", []]);
  writeFileSync(allowed, `ada@example.com ${home.sshPublic("ada")}\n`);
  await service.until((status) => source(status).commit === first);
});

import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { type ConfigInput, loadConfig } from "../../../src/config/index.js";
import { UsageError } from "../../../src/model/index.js";

const folder = mkdtempSync(join(tmpdir(), "gitxds-config-"));
after(() => rmSync(folder, { recursive: true, force: true }));

const url = "git@host:team/mesh.git";

/** The auth of the one source. */
function auth(ssh: string | undefined, env: ConfigInput["env"] = {}, repo = url) {
  const keys = ssh === undefined ? "" : `, auth: {ssh: ${ssh}}`;
  writeFileSync(join(folder, "gitxds.yaml"), `sources: [{url: "${repo}"${keys}}]\n`);
  const input = { file: join(folder, "gitxds.yaml"), flags: {}, env: { HOME: "/home/you", ...env }, cwd: "/somewhere" };
  return loadConfig(input).sources[0]?.auth;
}

function refusal(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    assert.ok(error instanceof UsageError, String(error));
    return error.message.replace(`${folder}/`, "");
  }
  throw new Error("nothing was refused");
}

const standard = ["/home/you/.ssh/known_hosts", "/etc/ssh/ssh_known_hosts"];
const none = { privateKeyFile: null, passphraseFile: null, agentSocket: null, knownHostsFiles: standard };
const variables = {
  GITXDS_SSH_KEY_FILE: "keys/id",
  GITXDS_SSH_KNOWN_HOSTS: "/etc/known",
  SSH_AUTH_SOCK: "/run/agent",
};

for (const [name, ssh, env, expected] of [
  ["nothing", undefined, {}, none],
  ["an agent alone", undefined, { SSH_AUTH_SOCK: "/run/agent" }, { ...none, agentSocket: "/run/agent" }],
  ["empty variables", undefined, { SSH_AUTH_SOCK: "", GITXDS_SSH_KEY_FILE: "" }, none],
  [
    "variables, whose paths start from the working folder",
    undefined,
    variables,
    { ...none, privateKeyFile: "/somewhere/keys/id", knownHostsFiles: ["/etc/known"] },
  ],
  [
    "the file, whose paths start from its folder and win over variables",
    "{privateKeyFile: id, passphraseFile: pass, knownHostsFile: known}",
    variables,
    {
      privateKeyFile: join(folder, "id"),
      passphraseFile: join(folder, "pass"),
      agentSocket: null,
      knownHostsFiles: [join(folder, "known")],
    },
  ],
  [
    "a key and the agent",
    "{privateKeyFile: /id, agent: true}",
    { SSH_AUTH_SOCK: "/run/agent" },
    { ...none, privateKeyFile: "/id", agentSocket: "/run/agent" },
  ],
  ["no agent, although there is one", "{agent: false}", { SSH_AUTH_SOCK: "/run/agent" }, none],
] as const) {
  test(`SSH is set up from ${name}`, () => {
    assert.deepEqual(auth(ssh, env), { ssh: expected });
  });
}

test("a repository that is not behind SSH has no SSH settings, and takes none", () => {
  assert.equal(auth(undefined, variables, "https://host/mesh.git"), undefined);
  assert.match(
    refusal(() => auth("{agent: true}", variables, "https://host/mesh.git")),
    /^gitxds\.yaml:1:\d+: sources\[0\]\.auth\.ssh: the repository is not reached over SSH$/,
  );
});

test("settings for SSH that cannot be used are named with their place", () => {
  assert.match(
    refusal(() => auth("{agent: true}")),
    /^gitxds\.yaml:1:\d+: sources\[0\]\.auth\.ssh\.agent: SSH_AUTH_SOCK is not set$/,
  );
  assert.match(
    refusal(() => auth("{privateKeyFile: ''}")),
    /sources\[0\]\.auth\.ssh\.privateKeyFile: names no path$/,
  );
  assert.match(
    refusal(() => auth("{privateKey: x}")),
    /unknown key "privateKey" in sources\[0\]\.auth\.ssh$/,
  );
  assert.match(
    refusal(() => auth("{agent: yes please}")),
    /sources\[0\]\.auth\.ssh\.agent must be true or false/,
  );
});

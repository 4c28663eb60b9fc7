import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import type { SshAuth } from "../../src/model/index.js";
import { failure, headContents, notAborted, open } from "../support/git/open.js";
import { makeRepository, scratch, type TestRepository } from "../support/git/repository.js";
import { poll } from "../support/poll.js";
import { startService } from "../support/service.js";
import { peerAuthentication } from "../support/yaml.js";
import { hasPrograms } from "./support/needs.js";
import { keygen, type Sshd, startSshd } from "./support/sshd.js";

const hasSshd = (t: TestContext) => hasPrograms(t, "openssh-server", "sshd", "ssh-keygen");

interface Lab {
  readonly folder: string;
  readonly repo: TestRepository;
  readonly file: (name: string, text: string) => string;
}

function makeLab(t: TestContext): Lab {
  const { path: folder, remove } = scratch();
  t.after(remove);
  const file = (name: string, text: string) => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  return { folder, repo: makeRepository(join(folder, "mesh")), file };
}

function openOver(t: TestContext, { folder, repo }: Lab, sshd: Sshd, auth: Partial<SshAuth>) {
  const ssh = { privateKeyFile: null, passphraseFile: null, agentSocket: null, knownHostsFiles: [], ...auth };
  const stateDir = join(folder, `state-${Math.random()}`);
  return open(t, { url: `${sshd.url}${repo.path}`, auth: { ssh } }, { stateDir });
}

test("OpenSSH's keys of every kind and form open a repository behind its sshd", { timeout: 120_000 }, async (t) => {
  if (!hasSshd(t)) return;
  const lab = makeLab(t);
  const { folder, repo, file } = lab;
  repo.commit({ "a.yaml": "1" });
  const passphrase = ["-N", "open sesame"];
  const keys = [
    keygen(folder, "ed25519", "-t", "ed25519"),
    keygen(folder, "ed25519-locked", "-t", "ed25519", ...passphrase),
    keygen(folder, "ecdsa-256", "-t", "ecdsa", "-b", "256"),
    keygen(folder, "ecdsa-384", "-t", "ecdsa", "-b", "384"),
    keygen(folder, "ecdsa-521-locked", "-t", "ecdsa", "-b", "521", ...passphrase),
    keygen(folder, "rsa", "-t", "rsa", "-b", "3072"),
    keygen(folder, "rsa-pem", "-t", "rsa", "-b", "2048", "-m", "PEM"),
    keygen(folder, "rsa-pem-locked", "-t", "rsa", "-b", "2048", "-m", "PEM", ...passphrase),
    keygen(folder, "rsa-pkcs8", "-t", "rsa", "-b", "2048", "-m", "PKCS8"),
    keygen(folder, "rsa-pkcs8-locked", "-t", "rsa", "-b", "2048", "-m", "PKCS8", ...passphrase),
    keygen(folder, "ecdsa-pkcs8", "-t", "ecdsa", "-m", "PKCS8"),
  ];
  const hostKeys = [keygen(folder, "host", "-t", "ed25519")];
  const authorized = keys.map((key) => `${key}.pub`);
  const sshd = await startSshd(t, { folder, hostKeys, authorized });
  const passphraseFile = file("passphrase", "open sesame\n");
  const knownHostsFiles = [file("known_hosts", sshd.knownHosts())];
  for (const privateKeyFile of keys) {
    const source = await openOver(t, lab, sshd, { privateKeyFile, passphraseFile, knownHostsFiles });
    assert.deepEqual(await headContents(source), { "a.yaml": "1" }, privateKeyFile);
    await source.close();
  }
});

test("host keys of every kind are checked, against names that ssh-keygen hashed too", {
  timeout: 60_000,
}, async (t) => {
  if (!hasSshd(t)) return;
  const lab = makeLab(t);
  const { folder, repo, file } = lab;
  repo.commit({ "a.yaml": "1" });
  const privateKeyFile = keygen(folder, "id", "-t", "ed25519");
  const hostKeys = ["ed25519", "ecdsa", "rsa"].map((type) => keygen(folder, `host-${type}`, "-t", type));
  const sshd = await startSshd(t, { folder, hostKeys, authorized: [`${privateKeyFile}.pub`], acceptEnv: true });
  for (const line of sshd.knownHosts().trim().split("\n")) {
    const known = file("known_hosts", `${line}\n`);
    execFileSync("ssh-keygen", ["-H", "-f", known], { stdio: "pipe" });
    assert.match(readFileSync(known, "utf8"), /^\|1\|/);
    const source = await openOver(t, lab, sshd, { privateKeyFile, knownHostsFiles: [known] });
    assert.deepEqual(await headContents(source), { "a.yaml": "1" }, line);
    await source.close();
  }
  const fingerprint = execFileSync("ssh-keygen", ["-l", "-f", `${hostKeys[0]}.pub`], { encoding: "utf8" }).split(
    " ",
  )[1];
  const knownHostsFiles = [file("known_hosts", "")];
  const refused = await openOver(t, lab, sshd, { privateKeyFile, knownHostsFiles });
  const { code, message } = await failure(refused.look(notAborted));
  assert.equal(code, "GX024");
  assert.ok(message.includes(fingerprint ?? "none"), `${message} has ${fingerprint}`);
});

test("an agent's key opens a repository behind sshd", { timeout: 60_000 }, async (t) => {
  if (!hasPrograms(t, "openssh-server openssh-client", "sshd", "ssh-keygen", "ssh-agent", "ssh-add")) return;
  const lab = makeLab(t);
  const { folder, repo, file } = lab;
  repo.commit({ "a.yaml": "1" });
  const keys = ["ed25519", "rsa"].map((type) => keygen(folder, `id-${type}`, "-t", type));
  const hostKeys = [keygen(folder, "host", "-t", "ed25519")];
  const sshd = await startSshd(t, { folder, hostKeys, authorized: [`${keys[1]}.pub`] });
  const agentSocket = join(folder, "agent");
  const agent = spawn("ssh-agent", ["-D", "-a", agentSocket], { stdio: "ignore" });
  t.after(() => agent.kill());
  await poll(
    () => existsSync(agentSocket) || undefined,
    10_000,
    () => "ssh-agent makes no socket",
  );
  execFileSync("ssh-add", ["-q", ...keys], { env: { ...process.env, SSH_AUTH_SOCK: agentSocket }, stdio: "pipe" });
  const knownHostsFiles = [file("known_hosts", sshd.knownHosts())];
  const source = await openOver(t, lab, sshd, { agentSocket, knownHostsFiles });
  assert.deepEqual(await headContents(source), { "a.yaml": "1" });
});

test("gitxds serves a repository behind sshd, and follows on when keys are rotated", {
  timeout: 120_000,
}, async (t) => {
  if (!hasSshd(t)) return;
  const { folder, repo, file } = makeLab(t);
  const first = repo.commit({ "a.yaml": peerAuthentication("a") });
  const key = keygen(folder, "id", "-t", "ed25519");
  const nextKey = keygen(folder, "id-next", "-t", "ecdsa");
  const hostKey = keygen(folder, "host", "-t", "ed25519");
  const nextHostKey = keygen(folder, "host-next", "-t", "ed25519");
  const sshd = await startSshd(t, { folder, hostKeys: [hostKey], authorized: [`${key}.pub`] });
  file("known_hosts", sshd.knownHosts());
  const config = [
    `sources: [{name: mesh, url: "${sshd.url}${repo.path}", auth: {ssh: {privateKeyFile: id, knownHostsFile: known_hosts}}}]`,
    "interval: 1s",
    "stateDir: state",
  ].join("\n");
  const service = await startService(["--config", file("gitxds.yaml", config)]);
  t.after(() => service.stop());
  const serves = (sha: string) =>
    service.until(({ sources }) => sources[0]?.commit === sha && sources[0]?.lastError === null);
  await serves(first);

  for (const suffix of ["", ".pub"]) renameSync(`${nextHostKey}${suffix}`, `${hostKey}${suffix}`);
  const refusing = await service.until(({ sources }) => sources[0]?.lastError?.code === "GX025");
  assert.equal(refusing.sources[0]?.commit, first, "what was good stays in service");
  file("known_hosts", sshd.knownHosts());
  await serves(repo.commit({ "b.yaml": peerAuthentication("b") }));

  file("authorized_keys", readFileSync(`${nextKey}.pub`, "utf8"));
  const { sources } = await service.until((status) => status.sources[0]?.lastError?.code === "GX028");
  assert.match(sources[0]?.lastError?.message ?? "", /offered: ssh-ed25519 SHA256:/);
  renameSync(nextKey, key);
  await serves(repo.commit({ "c.yaml": peerAuthentication("c") }));
});

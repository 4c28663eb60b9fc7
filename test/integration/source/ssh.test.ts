import assert from "node:assert/strict";
import { createPrivateKey } from "node:crypto";
import { join } from "node:path";
import { test } from "node:test";
import ssh2 from "ssh2";
import { contents, head, headContents, notAborted } from "../../support/git/open.js";
import { makeRepository } from "../../support/git/repository.js";
import { startAgent } from "../../support/git/ssh-agent.js";
import { hostKey, sshRemote, userKeys } from "../../support/git/ssh-remote.js";
import { knownHostsLine, makeKey } from "../../support/git/ssh-server.js";

test("a repository is cloned over one connection, and an idle poll is one run of git-upload-pack", async (t) => {
  const { repo, server, root, connect } = await sshRemote(t);
  repo.commit({ "old.yaml": "old" });
  const sha = repo.commit({ "old.yaml": null, "a.yaml": "a: 1\n", "x/b.yaml": "b" }, "Second");
  const source = await connect();
  const commit = await head(source);
  assert.deepEqual([commit.sha, commit.subject], [sha, "Second"]);
  assert.deepEqual(await contents(source, await source.list(commit)), { "a.yaml": "a: 1\n", "x/b.yaml": "b" });
  const run = `git-upload-pack '${root}/team/mesh'`;
  assert.deepEqual(server.commands, [`version=2 ${run}`, run]);
  assert.equal(server.connections(), 1);
  server.forget();
  assert.deepEqual(await source.look(notAborted), { commit: sha, ref: "refs/heads/main" });
  await head(source);
  assert.deepEqual(server.commands, [`version=2 ${run}`, `version=2 ${run}`], "nothing is fetched that is there");
});

test("a server that takes no GIT_PROTOCOL is followed too, with one run a poll", async (t) => {
  const { repo, server, root, connect } = await sshRemote(t, { takesProtocol: false });
  const sha = repo.commit({ "a.yaml": "1" });
  repo.git("tag", "--annotate", "v1", "--message", "one");
  const source = await connect({ ref: "v1" });
  assert.deepEqual(await headContents(source), { "a.yaml": "1" });
  server.forget();
  const tag = { id: repo.git("rev-parse", "v1"), ref: "refs/tags/v1" };
  assert.deepEqual(await source.look(notAborted), { commit: sha, ref: "refs/tags/v1", tag });
  assert.deepEqual(server.commands, [`git-upload-pack '${root}/team/mesh'`]);
});

test("further commits are fetched, and a rewritten branch is followed", async (t) => {
  const { repo, connect } = await sshRemote(t);
  repo.commit({ "a.yaml": "0" });
  const source = await connect();
  assert.deepEqual(await headContents(source), { "a.yaml": "0" });
  repo.commit({ "a.yaml": "1" });
  repo.commit({ "b.yaml": "2" });
  assert.deepEqual(await headContents(source), { "a.yaml": "1", "b.yaml": "2" });
  repo.git("reset", "--quiet", "--hard", "HEAD~1");
  repo.git("commit", "--quiet", "--amend", "--message", "other");
  assert.equal((await head(source)).subject, "other");
});

test("a path is relative to the user's home, and a shell reads nothing into it", async (t) => {
  const { root, server, connect } = await sshRemote(t);
  const name = "it's a $(touch pwned); `mesh`!";
  makeRepository(join(root, name)).commit({ "a.yaml": "quoted" });
  assert.deepEqual(await headContents(await connect({ url: `ssh://git@127.0.0.1:${server.port}/~/${name}` })), {
    "a.yaml": "quoted",
  });
});

for (const type of ["ed25519", "ecdsa", "rsa"] as const) {
  test(`an ${type} key opens the repository`, async (t) => {
    const { repo, connect } = await sshRemote(t);
    const sha = repo.commit({ "a.yaml": "1" });
    const source = await connect({ key: userKeys[type].private });
    assert.equal((await source.look(notAborted)).commit, sha);
  });

  test(`an ${type} host key is recognized beside others`, async (t) => {
    const hostKeys = [hostKey, userKeys.ecdsa, userKeys.rsa];
    const { repo, server, connect } = await sshRemote(t, { hostKeys });
    const sha = repo.commit({ "a.yaml": "1" });
    const [known = hostKey] = { ed25519: [hostKey], ecdsa: [userKeys.ecdsa], rsa: [userKeys.rsa] }[type];
    const source = await connect({ knownHosts: knownHostsLine(server.port, known) });
    assert.equal((await source.look(notAborted)).commit, sha);
  });
}

/** Forms of one RSA and one ECDSA key, as other tools than ssh-keygen write them. */
function pemForms(): readonly (readonly [string, string, string?])[] {
  const pem = (key: string) => {
    const parsed = ssh2.utils.parseKey(key);
    if (parsed instanceof Error) throw parsed;
    return createPrivateKey((Array.isArray(parsed) ? parsed[0] : parsed).getPrivatePEM());
  };
  const rsa = pem(userKeys.rsa.private);
  const ec = pem(userKeys.ecdsa.private);
  const locked = { format: "pem", cipher: "aes-256-cbc", passphrase: "open sesame" } as const;
  return [
    ["RSA in PKCS#1", rsa.export({ type: "pkcs1", format: "pem" }).toString()],
    ["RSA in PKCS#1, encrypted", rsa.export({ type: "pkcs1", ...locked }).toString(), locked.passphrase],
    ["RSA in PKCS#8", rsa.export({ type: "pkcs8", format: "pem" }).toString()],
    ["RSA in PKCS#8, encrypted", rsa.export({ type: "pkcs8", ...locked }).toString(), locked.passphrase],
    ["ECDSA in SEC 1", ec.export({ type: "sec1", format: "pem" }).toString()],
    ["ECDSA in PKCS#8", ec.export({ type: "pkcs8", format: "pem" }).toString()],
  ];
}

for (const [form, key, passphrase] of pemForms()) {
  test(`a key is read in the form ${form}`, async (t) => {
    const { repo, connect } = await sshRemote(t);
    repo.commit({ "a.yaml": "1" });
    const source = await connect({ key, ...(passphrase === undefined ? {} : { passphrase }) });
    await source.look(notAborted);
  });
}

test("an encrypted key of OpenSSH's is opened with its passphrase, and a rotated key is used at the next connection", async (t) => {
  const locked = makeKey("ed25519", "open sesame");
  const next = makeKey("ecdsa", "another one");
  const { repo, server, file, connect } = await sshRemote(t, { authorized: [locked, next] });
  repo.commit({ "a.yaml": "1" });
  const source = await connect({ key: locked.private, passphrase: "open sesame" });
  await source.look(notAborted);
  file("id", next.private);
  file("passphrase", "another one");
  server.disconnect();
  await source.look(notAborted);
  assert.equal(server.connections(), 2);
});

test("the keys of an agent are offered after the file's", async (t) => {
  const { repo, server, root, connect } = await sshRemote(t, { authorized: [userKeys.rsa] });
  const sha = repo.commit({ "a.yaml": "1" });
  const agentSocket = await startAgent(t, join(root, "agent"), [userKeys.ecdsa, userKeys.rsa]);
  for (const auth of [{ agentSocket, privateKeyFile: null }, { agentSocket }]) {
    const source = await connect({ auth });
    assert.equal((await source.look(notAborted)).commit, sha);
    await source.close();
  }
  assert.equal(server.connections(), 2);
});

test("a connection that the server ended between two polls is replaced without a word", async (t) => {
  const { repo, server, connect } = await sshRemote(t);
  repo.commit({ "a.yaml": "1" });
  const source = await connect();
  await head(source);
  server.disconnect();
  const sha = repo.commit({ "a.yaml": "2" });
  assert.equal((await source.look(notAborted)).commit, sha);
  server.disconnect();
  assert.deepEqual(await headContents(source), { "a.yaml": "2" });
});

test("a known_hosts line that names the host without the port counts, as with ssh", async (t) => {
  const { repo, server, connect } = await sshRemote(t);
  const sha = repo.commit({ "a.yaml": "1" });
  const source = await connect({ knownHosts: server.knownHosts.replace(/\[(.*?)\]:\d+/, "$1") });
  assert.equal((await source.look(notAborted)).commit, sha);
});

test("a restart goes on with the clone on disk", async (t) => {
  const { repo, server, root, connect } = await sshRemote(t);
  repo.commit({ "a.yaml": "1" });
  await headContents(await connect());
  server.forget();
  const again = await connect();
  assert.deepEqual(await headContents(again), { "a.yaml": "1" });
  assert.deepEqual(server.commands, [`version=2 git-upload-pack '${root}/team/mesh'`]);
});

test("with a range of versions one run brings all tags within it", async (t) => {
  const { repo, connect } = await sshRemote(t);
  for (const version of ["1.0.0", "1.1.0", "2.0.0"]) {
    repo.commit({ "a.yaml": version }, version);
    repo.git("tag", "--annotate", "--message", "a release", version);
  }
  const source = await connect({ semver: "1.x" });
  const found = await source.look(notAborted);
  await source.fetch(found, notAborted, () => {});
  const { commits } = await source.chain(found, [], notAborted, () => {});
  const texts = [];
  for (const { commit } of commits) texts.push(await contents(source, await source.list(commit)));
  assert.deepEqual(texts, [{ "a.yaml": "1.0.0" }, { "a.yaml": "1.1.0" }]);
});

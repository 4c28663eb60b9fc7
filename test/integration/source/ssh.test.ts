import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import type { SshAuth } from "../../../src/model/index.js";
import type { Source } from "../../../src/source/index.js";
import { contents, head, headContents, notAborted, open } from "../../support/git/open.js";
import { makeRepository, scratch, type TestRepository } from "../../support/git/repository.js";
import {
  type KeyPair,
  makeKey,
  type SshServer,
  type SshServerOptions,
  startSshServer,
} from "../../support/git/ssh-server.js";

/** Made once: RSA keys take their time. */
const hostKey = makeKey("ed25519");
const userKeys = { ed25519: makeKey("ed25519"), ecdsa: makeKey("ecdsa"), rsa: makeKey("rsa") };

interface Setup {
  readonly root: string;
  readonly repo: TestRepository;
  readonly server: SshServer;
  readonly url: string;
  /** Opens a source with the key and known_hosts given, which are written to files. */
  connect(options?: Connect): Promise<Source>;
}

interface Connect {
  readonly url?: string;
  readonly ref?: string;
  readonly key?: KeyPair;
  readonly passphrase?: string;
  readonly knownHosts?: string;
  readonly auth?: Partial<SshAuth>;
}

async function setUp(t: TestContext, options: Partial<SshServerOptions> = {}): Promise<Setup> {
  const { path: root, remove } = scratch();
  t.after(remove);
  const repo = makeRepository(join(root, "team/mesh"));
  const server = await startSshServer({ root, hostKeys: [hostKey], authorized: Object.values(userKeys), ...options });
  t.after(() => server.close());
  const url = `ssh://git@127.0.0.1:${server.port}${root}/team/mesh`;
  const keys = join(root, "keys");
  mkdirSync(keys);
  const file = (name: string, text: string) => {
    const path = join(keys, name);
    writeFileSync(path, text);
    return path;
  };
  const connect = ({
    key = userKeys.ed25519,
    passphrase,
    knownHosts = server.knownHosts,
    auth,
    ...rest
  }: Connect = {}) => {
    const ssh: SshAuth = {
      privateKeyFile: file("id", key.private),
      passphraseFile: passphrase === undefined ? null : file("passphrase", `${passphrase}\n`),
      agentSocket: null,
      knownHostsFiles: [file("known_hosts", knownHosts)],
      ...auth,
    };
    return open(t, { url, auth: { ssh }, ...rest }, { stateDir: join(root, "state") });
  };
  return { root, repo, server, url, connect };
}

test("a repository is cloned over one connection, and an idle poll is one run of git-upload-pack", async (t) => {
  const { repo, server, root, connect } = await setUp(t);
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
  const { repo, server, root, connect } = await setUp(t, { takesProtocol: false });
  const sha = repo.commit({ "a.yaml": "1" });
  repo.git("tag", "--annotate", "v1", "--message", "one");
  const source = await connect({ ref: "v1" });
  assert.deepEqual(await headContents(source), { "a.yaml": "1" });
  server.forget();
  assert.deepEqual(await source.look(notAborted), { commit: sha, ref: "refs/tags/v1" });
  assert.deepEqual(server.commands, [`git-upload-pack '${root}/team/mesh'`]);
});

test("further commits are fetched, and a rewritten branch is followed", async (t) => {
  const { repo, connect } = await setUp(t);
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

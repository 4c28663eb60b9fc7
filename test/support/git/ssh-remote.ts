import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { TestContext } from "node:test";
import type { SshAuth } from "../../../src/model/index.js";
import { makeRefsSharing, type Source } from "../../../src/source/index.js";
import type { Remote } from "../../../src/source/remote.js";
import { openSsh } from "../../../src/source/ssh/remote-ssh.js";
import { systemClock } from "../../../src/util/clock.js";
import { open, sourceConfig } from "./open.js";
import { makeRepository, scratch, type TestRepository } from "./repository.js";
import { makeKey, type SshServer, type SshServerOptions, startSshServer } from "./ssh-server.js";

/** Made once: RSA keys take their time. */
export const hostKey = makeKey("ed25519");
export const userKeys = { ed25519: makeKey("ed25519"), ecdsa: makeKey("ecdsa"), rsa: makeKey("rsa") };

/** A repository behind an SSH server, and what it takes to read it. */
export interface SshRemote {
  readonly root: string;
  readonly stateDir: string;
  readonly repo: TestRepository;
  readonly server: SshServer;
  readonly url: string;
  /** Writes a file beside the keys; returns its path. */
  file(name: string, text: string): string;
  /** Opens a source with the key and known_hosts given, which are written to files. */
  connect(options?: Connect): Promise<Source>;
  /** The same, without the clone's reader on top, and with time-outs that a test can wait for. */
  impatient(options?: Connect): Remote;
}

export interface Connect {
  readonly url?: string;
  readonly ref?: string;
  readonly semver?: string;
  /** Text of the private key. */
  readonly key?: string;
  readonly passphrase?: string;
  readonly knownHosts?: string;
  readonly auth?: Partial<SshAuth>;
}

/** Makes an empty repository team/mesh below the home folder of user git, served on a port of the kernel's choice. */
export async function sshRemote(t: TestContext, options: Partial<SshServerOptions> = {}): Promise<SshRemote> {
  const { path: root, remove } = scratch();
  t.after(remove);
  const repo = makeRepository(join(root, "team/mesh"));
  const server = await startSshServer({ root, hostKeys: [hostKey], authorized: Object.values(userKeys), ...options });
  t.after(() => server.close());
  const url = `ssh://git@127.0.0.1:${server.port}${root}/team/mesh`;
  const stateDir = join(root, "state");
  const keys = join(root, "keys");
  mkdirSync(keys);
  const file = (name: string, text: string) => {
    const path = join(keys, name);
    writeFileSync(path, text);
    return path;
  };
  const configure = (connect: Connect = {}) => {
    const { key = userKeys.ed25519.private, passphrase, knownHosts = server.knownHosts, auth, ...rest } = connect;
    const ssh: SshAuth = {
      privateKeyFile: file("id", key),
      passphraseFile: passphrase === undefined ? null : file("passphrase", `${passphrase}\n`),
      agentSocket: null,
      knownHostsFiles: [file("known_hosts", knownHosts)],
      ...auth,
    };
    return { url, auth: { ssh }, ...rest };
  };
  return {
    root,
    stateDir,
    repo,
    server,
    url,
    file,
    connect: (connect) => open(t, configure(connect), { stateDir }),
    impatient(connect) {
      const timeouts = { connect: 300, idle: 300, total: 3_000 };
      const config = sourceConfig(configure(connect));
      const joinRefs = (prefixes: readonly string[]) => makeRefsSharing(systemClock).join(config, prefixes, () => {});
      const remote = openSsh(config, { stateDir, joinRefs, timeouts });
      t.after(() => remote.close());
      return remote;
    },
  };
}

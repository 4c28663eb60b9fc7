import ssh2, { type AnyAuthMethod, type ParsedKey } from "ssh2";
import { sourceFindings } from "../../findings/source.js";
import type { SshAuth } from "../../model/index.js";
import { sourceError } from "../errors.js";
import { fingerprint } from "./host-key.js";
import type { PrivateKeyReader } from "./private-key.js";

/** What can be offered to a server, in the order in which it is. */
export interface Identities {
  readonly methods: readonly AnyAuthMethod[];
  /** Each key, as messages name it. */
  readonly shown: readonly string[];
}

/** An agent answers from memory, unless it asks a person first. */
const agentTimeoutMs = 5_000;

/** Gathers the key of the file and those of the agent. Throws where there is none. */
export async function loadIdentities(auth: SshAuth, username: string, readKey: PrivateKeyReader): Promise<Identities> {
  const methods: AnyAuthMethod[] = [];
  const shown: string[] = [];
  const key = await readKey();
  if (key !== undefined) {
    methods.push({ type: "publickey", username, key });
    shown.push(`${describe(key)} of ${auth.privateKeyFile}`);
  }
  if (auth.agentSocket !== null) {
    const agent = new ssh2.OpenSSHAgent(auth.agentSocket);
    const keys = await keysOf(agent, auth.agentSocket);
    if (keys.length > 0) methods.push({ type: "agent", username, agent });
    shown.push(...keys.map((agentKey) => `${describe(agentKey)} of the agent`));
  }
  if (methods.length > 0) return { methods, shown };
  throw sourceError(
    sourceFindings.sshKeyUnusable,
    auth.agentSocket === null
      ? "there is no key to show to the SSH server"
      : `the SSH agent at ${auth.agentSocket} holds no key`,
    "name a private key (auth.ssh.privateKeyFile, or the variable GITXDS_SSH_KEY_FILE), or add one to the agent with ssh-add",
  );
}

function describe(key: ParsedKey): string {
  return `${key.type} ${fingerprint(key.getPublicSSH())}`;
}

function keysOf(agent: ssh2.OpenSSHAgent, socket: string): Promise<readonly ParsedKey[]> {
  return new Promise((resolve, reject) => {
    const fail = (why: string) =>
      reject(
        sourceError(
          sourceFindings.sshKeyUnusable,
          `the SSH agent at ${socket} ${why}`,
          "start ssh-agent and see that SSH_AUTH_SOCK names its socket, or name a private key: auth.ssh.privateKeyFile",
        ),
      );
    const timer = setTimeout(() => fail(`did not answer within ${agentTimeoutMs / 1_000} s`), agentTimeoutMs);
    agent.getIdentities((error, keys) => {
      clearTimeout(timer);
      if (error) fail("does not answer");
      else resolve((keys ?? []).filter((key) => "getPublicSSH" in key));
    });
  });
}

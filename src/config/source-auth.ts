import { homedir } from "node:os";
import { join } from "node:path";
import type { JsonObject, SourceAuth, SshAuth } from "../model/index.js";
import { isSshAddress } from "../util/ssh-address.js";
import { parsePath } from "./path.js";
import { badSetting, member, type Setting } from "./setting.js";

type Env = Readonly<Record<string, string | undefined>>;

/** How the source at `url` is logged in to. What is not configured for SSH comes from the environment, as with ssh. */
export function readSourceAuth(
  url: string,
  auth: Setting<JsonObject> | undefined,
  env: Env,
  cwd: string,
): SourceAuth | undefined {
  const ssh = auth === undefined ? undefined : member<JsonObject>(auth, "ssh");
  if (isSshAddress(url)) return { ssh: readSshAuth(ssh, env, cwd) };
  if (ssh === undefined) return undefined;
  const remedy = "write url as in ssh://git@host/team/mesh.git or git@host:team/mesh.git, or leave out ssh";
  throw badSetting(ssh.origin, "the repository is not reached over SSH", remedy);
}

function readSshAuth(ssh: Setting<JsonObject> | undefined, env: Env, cwd: string): SshAuth {
  const given = <T extends string | boolean>(key: string) => (ssh === undefined ? undefined : member<T>(ssh, key));
  const path = (key: string, variable: string | undefined) => {
    const setting = given<string>(key) ?? fromEnv(env, variable, cwd);
    return setting === undefined ? null : parsePath(setting);
  };
  const privateKeyFile = path("privateKeyFile", "GITXDS_SSH_KEY_FILE");
  const passphraseFile = path("passphraseFile", undefined);
  const knownHostsFile = path("knownHostsFile", "GITXDS_SSH_KNOWN_HOSTS");
  return {
    privateKeyFile,
    passphraseFile,
    agentSocket: readAgent(given<boolean>("agent"), privateKeyFile !== null, env),
    knownHostsFiles:
      knownHostsFile === null
        ? [join(env.HOME || homedir(), ".ssh/known_hosts"), "/etc/ssh/ssh_known_hosts"]
        : [knownHostsFile],
  };
}

function fromEnv(env: Env, variable: string | undefined, cwd: string): Setting<string> | undefined {
  const value = variable === undefined ? undefined : env[variable];
  if (variable === undefined || value === undefined || value === "") return undefined;
  return { value, origin: { where: variable, base: cwd } };
}

/** Without a word about it, the agent is asked where there is no key to use instead. */
function readAgent(agent: Setting<boolean> | undefined, hasKey: boolean, env: Env): string | null {
  const socket = env.SSH_AUTH_SOCK || null;
  if (agent?.value === true && socket === null) {
    throw badSetting(
      agent.origin,
      "SSH_AUTH_SOCK is not set",
      "start gitxds where ssh-agent runs, or name a privateKeyFile",
    );
  }
  return (agent?.value ?? !hasKey) ? socket : null;
}

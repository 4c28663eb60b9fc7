import { homedir } from "node:os";
import { join } from "node:path";
import type { JsonObject, SourceAuth, SourceConfig, SshAuth } from "../model/index.js";
import { isSshAddress } from "../util/ssh-address.js";
import { chooseCredential, type PrefixCredential } from "./credentials.js";
import { readHttpAuth } from "./http-auth.js";
import { parsePath } from "./path.js";
import { readProxy } from "./proxy.js";
import { badSetting, member, type Setting, type SourceSettings } from "./setting.js";
import { readTls } from "./tls.js";

type Env = Readonly<Record<string, string | undefined>>;

/** What a source is read with beside its own settings. */
export interface Surroundings {
  readonly env: Env;
  readonly cwd: string;
  readonly credentials: readonly PrefixCredential[];
}

type Access = Pick<SourceConfig, "auth" | "tls" | "proxy">;

/**
 * How the source at `url` is reached and logged in to. What is not configured for SSH comes from the environment, as with
 * ssh, and so do proxies. Throws for settings of another way than the URL's.
 */
export function readAccess(url: string, settings: SourceSettings, surroundings: Surroundings): Access {
  const ssh = settings.auth === undefined ? undefined : member<JsonObject>(settings.auth, "ssh");
  const isHttp = /^https?:\/\//i.test(url);
  if (!isHttp) refuseHttpSettings(settings);
  if (isSshAddress(url)) return { auth: { ssh: readSshAuth(ssh, surroundings.env, surroundings.cwd) } };
  if (ssh !== undefined) {
    const remedy = "write url as in ssh://git@host/team/mesh.git or git@host:team/mesh.git, or leave out ssh";
    throw badSetting(ssh.origin, "the repository is not reached over SSH", remedy);
  }
  return isHttp ? readHttpAccess(new URL(url), settings, surroundings) : {};
}

function readHttpAccess(url: URL, settings: SourceSettings, { env, cwd, credentials }: Surroundings): Access {
  const hasUserInfo = url.username !== "" || url.password !== "";
  const own = settings.auth === undefined ? undefined : readHttpAuth(settings.auth, url);
  if (own !== undefined && settings.auth !== undefined && hasUserInfo) {
    throw badSetting(settings.auth.origin, "url has a user before the @, too", "take it out of url");
  }
  const http = own ?? (hasUserInfo ? undefined : chooseCredential(url, credentials));
  const auth: SourceAuth | undefined = http === undefined ? undefined : { http };
  const proxy = readProxy(settings.proxy, env, cwd);
  return {
    ...(auth === undefined ? {} : { auth }),
    ...(settings.tls === undefined ? {} : { tls: readTls(settings.tls) }),
    ...(proxy === undefined ? {} : { proxy }),
  };
}

function refuseHttpSettings({ auth, tls, proxy }: SourceSettings): void {
  const keys = ["tokenFile", "username", "passwordFile", "githubApp"];
  const ofAuth = keys.map((key) => (auth === undefined ? undefined : member(auth, key)));
  const stray = [...ofAuth, tls, proxy].find((setting) => setting !== undefined);
  if (stray === undefined) return;
  throw badSetting(stray.origin, "the repository is not reached over HTTP", "give an https:// URL, or leave this out");
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

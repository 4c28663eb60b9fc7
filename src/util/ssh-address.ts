import { isIPv6 } from "node:net";

/** Where a repository is behind SSH. */
export interface SshAddress {
  /** Null where none is written. */
  readonly user: string | null;
  /** Lower case; an IPv6 address without its brackets. */
  readonly host: string;
  readonly port: number;
  /** As the server's git-upload-pack takes it: from the user's home folder unless it begins with `/` or `~`. */
  readonly path: string;
}

/** Why a text is no address that can be used. Neither part repeats the text: it may hold a password. */
export interface SshAddressProblem {
  readonly problem: string;
  readonly remedy: string;
}

const urlForm =
  /^(?:ssh|git\+ssh|ssh\+git):\/\/(?:(?<user>[^/]*)@)?(?<host>\[[^\]/]*\]|[^:/]*)(?::(?<port>[^/]*))?(?<path>\/.*)?$/is;
const scpForm = /^(?:(?<user>[^/:[]*)@)?(?<host>\[[^\]/]*\]|[^:/[]+):(?<path>.*)$/s;
const hostName = /^[a-z0-9_]([-a-z0-9_]*[a-z0-9_])?(\.[a-z0-9_]([-a-z0-9_]*[a-z0-9_])?)*\.?$/;
const asIn = "write it as in ssh://git@host/team/mesh.git or git@host:team/mesh.git";

/**
 * Whether a repository is named by an SSH URL or by `host:path`, which Git tells from a local path by a colon before the
 * first slash.
 */
export function isSshAddress(text: string): boolean {
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) return /^(ssh|git\+ssh|ssh\+git):/i.test(text);
  return /^[^/]+:/.test(text);
}

/**
 * Reads `ssh://[user@]host[:port]/path` or `[user@]host:path` (git-clone, "GIT URLS"). A part that begins with a hyphen is
 * refused, as Git does: a program that is handed it could take it for an option.
 */
export function parseSshAddress(text: string): SshAddress | SshAddressProblem {
  const isUrl = text.includes("://");
  const groups = (isUrl ? urlForm : scpForm).exec(text)?.groups;
  if (groups === undefined) return { problem: "the SSH address cannot be read", remedy: asIn };
  const user = isUrl ? decoded(groups.user) : groups.user;
  const path = isUrl ? decoded(groups.path) : groups.path;
  if (user?.includes(":") || (!isUrl && user === undefined && /^[^/]*@/.test(path ?? ""))) {
    return {
      problem: "the SSH address holds a password, which is not used",
      remedy: "leave it out, and give a key: auth.ssh.privateKeyFile, GITXDS_SSH_KEY_FILE or an agent",
    };
  }
  const bracketed = groups.host?.startsWith("[") === true;
  const host = (bracketed ? groups.host?.slice(1, -1) : groups.host)?.toLowerCase() ?? "";
  const port = groups.port === undefined || groups.port === "" ? 22 : Number(groups.port);
  const bad =
    badUser(user) ?? badHost(host, bracketed) ?? badPort(groups.port, port) ?? badPath(withoutSlashBeforeHome(path));
  if (bad !== undefined) return bad;
  return { user: user ?? null, host, port, path: withoutSlashBeforeHome(path) };
}

/** In a URL `/~ada/mesh` names Ada's home folder. */
function withoutSlashBeforeHome(path: string | undefined): string {
  return path?.replace(/^\/(?=~)/, "") ?? "";
}

/** A `%` that starts no escape stays what it is. */
function decoded(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function badUser(user: string | undefined): SshAddressProblem | undefined {
  if (user === undefined || /^[^-\s\p{C}@][^\s\p{C}@]{0,255}$/u.test(user)) return undefined;
  return { problem: "the user of the SSH address is no user name", remedy: asIn };
}

function badHost(host: string, bracketed: boolean): SshAddressProblem | undefined {
  if (bracketed ? isIPv6(host) : host.length <= 253 && hostName.test(host)) return undefined;
  if (host.startsWith("-")) return { problem: "the host of the SSH address begins with a hyphen", remedy: asIn };
  return {
    problem: "the host of the SSH address is no host name and no IP address",
    remedy: `${asIn}; an IPv6 address stands in brackets, and a port needs the form with ssh://`,
  };
}

function badPort(written: string | undefined, port: number): SshAddressProblem | undefined {
  if (/^[0-9]{0,5}$/.test(written ?? "") && port >= 1 && port <= 65_535) return undefined;
  return { problem: "the port of the SSH address is none from 1 to 65535", remedy: asIn };
}

function badPath(path: string): SshAddressProblem | undefined {
  if (path === "" || path === "/") return { problem: "the SSH address names no repository", remedy: asIn };
  if (path.startsWith("-")) {
    return { problem: "the path of the SSH address begins with a hyphen", remedy: "write ./ in front of it" };
  }
  if (path.length <= 4_000 && !/\p{Cc}/u.test(path)) return undefined;
  return { problem: "the path of the SSH address is too long or has control characters", remedy: asIn };
}

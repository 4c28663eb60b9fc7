import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { userInfo } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { findProgram } from "./needs.js";

/** A running sshd of the system's, which lets in the user of this process. */
export interface Sshd {
  readonly port: number;
  /** `ssh://USER@127.0.0.1:PORT`; an absolute path follows. */
  readonly url: string;
  /** The lines of known_hosts for the host keys of the moment. */
  knownHosts(): string;
  /** What sshd said so far. */
  log(): string;
}

export interface SshdOptions {
  readonly folder: string;
  /** Paths of the private host keys, read again for every connection. */
  readonly hostKeys: readonly string[];
  /** Paths of public keys that may log in. */
  readonly authorized: readonly string[];
  /** Take GIT_PROTOCOL from clients. */
  readonly acceptEnv?: boolean;
}

/** Makes a key with ssh-keygen; returns the path of the private one, beside which `.pub` is. */
export function keygen(folder: string, name: string, ...args: readonly string[]): string {
  const path = join(folder, name);
  const passphrase = args.includes("-N") ? [] : ["-N", ""];
  execFileSync("ssh-keygen", ["-q", "-f", path, "-C", name, ...passphrase, ...args], { stdio: "pipe" });
  return path;
}

/**
 * Takes connections on a port of the kernel's choice and hands each to an sshd of its own (`sshd -i`). There is no PAM, and
 * no password lets anybody in.
 */
export async function startSshd(t: TestContext, options: SshdOptions): Promise<Sshd> {
  const config = join(options.folder, "sshd_config");
  const keys = join(options.folder, "authorized_keys");
  writeFileSync(keys, options.authorized.map((path) => readFileSync(path, "utf8")).join(""), { mode: 0o600 });
  writeFileSync(config, configText(options, keys));
  // Debian's sshd wants the folder that its service makes at boot.
  if (process.getuid?.() === 0) mkdirSync("/run/sshd", { recursive: true, mode: 0o755 });
  const children = new Set<ChildProcess>();
  let log = "";
  const server = createServer({ pauseOnConnect: true }, (socket) => {
    const child = spawn(findProgram("sshd") ?? "sshd", ["-i", "-e", "-f", config], {
      stdio: [socket, socket, "pipe"],
    });
    children.add(child);
    child.on("close", () => children.delete(child));
    child.stderr?.on("data", (chunk: Buffer) => {
      log += chunk.toString("utf8");
    });
    socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.after(() => {
    server.close();
    for (const child of children) child.kill();
  });
  const { port } = server.address() as AddressInfo;
  return {
    port,
    url: `ssh://${userInfo().username}@127.0.0.1:${port}`,
    knownHosts: () => options.hostKeys.map((path) => knownHostsLine(port, path)).join(""),
    log: () => log,
  };
}

function configText({ hostKeys, acceptEnv }: SshdOptions, keys: string): string {
  return [
    ...hostKeys.map((path) => `HostKey ${path}`),
    `AuthorizedKeysFile ${keys}`,
    "PidFile none",
    "StrictModes no",
    "UsePAM no",
    "PasswordAuthentication no",
    "KbdInteractiveAuthentication no",
    "PermitRootLogin prohibit-password",
    "LogLevel VERBOSE",
    ...(acceptEnv === true ? ["AcceptEnv GIT_PROTOCOL"] : []),
    "",
  ].join("\n");
}

function knownHostsLine(port: number, privateKey: string): string {
  const [type, base64] = readFileSync(`${privateKey}.pub`, "utf8").split(" ");
  return `[127.0.0.1]:${port} ${type} ${base64}\n`;
}

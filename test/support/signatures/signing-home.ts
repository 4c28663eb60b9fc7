import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { TestContext } from "node:test";

/** Whether gpg, gpg-agent and ssh-keygen can be run here. Where CI=true their absence is an error. */
export function signingTools(): { readonly skip: string | false } {
  const missing = ["gpg", "gpgconf", "ssh-keygen"].filter((tool) => spawnSync(tool, ["--help"]).error !== undefined);
  if (missing.length === 0) return { skip: false };
  const what = `${missing.join(", ")} is missing: install gnupg and openssh-client`;
  if (process.env.CI === "true") throw new Error(what);
  return { skip: what };
}

/** A home with keys of its own, and a repository whose commits they sign. */
export interface SigningHome {
  readonly path: string;
  readonly repository: string;
  git(...args: readonly string[]): string;
  /** Like git, with text on standard input; settings of the environment on top. */
  gitWith(options: { readonly input?: string | Buffer; readonly env?: Env }, ...args: readonly string[]): string;
  gpg(...args: readonly string[]): string;
  /** Like gpg, with answers on standard input. */
  gpgWith(input: string, ...args: readonly string[]): string;
  /** Makes a key without passphrase; returns its fingerprint. */
  gpgKey(name: string, algorithm?: string, options?: { readonly at?: string; readonly expire?: string }): string;
  /** A program for `gpg.program` that passes options on to gpg. */
  gpgProgram(...options: readonly string[]): string;
  /** Makes a key; returns the path of the private one. */
  sshKey(name: string, ...options: readonly string[]): string;
  /** Type and base64 of a public key. */
  sshPublic(name: string): string;
  /** Runs ssh-keygen. */
  ssh(...args: readonly string[]): string;
  file(name: string, content: string | Uint8Array): string;
  read(name: string): string;
  remove(name: string): void;
}

type Env = Readonly<Record<string, string>>;

/** The path is short: gpg-agent's socket has to fit in 108 bytes. */
export function signingHome(t: TestContext): SigningHome {
  const path = mkdtempSync("/tmp/gx-");
  const gnupg = join(path, "g");
  const repository = join(path, "r");
  mkdirSync(gnupg, { mode: 0o700 });
  mkdirSync(repository);
  const env = {
    PATH: process.env.PATH ?? "",
    HOME: path,
    TZ: "UTC",
    LC_ALL: "C",
    GNUPGHOME: gnupg,
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_AUTHOR_NAME: "Ada",
    GIT_AUTHOR_EMAIL: "ada@example.com",
    GIT_COMMITTER_NAME: "Ada",
    GIT_COMMITTER_EMAIL: "ada@example.com",
  };
  const run = (program: string, args: readonly string[], options: { input?: string | Buffer; env?: Env } = {}) =>
    execFileSync(program, args, {
      ...(options.input === undefined ? {} : { input: options.input }),
      cwd: repository,
      encoding: "utf8",
      stdio: ["pipe", "pipe", "pipe"],
      env: { ...env, ...options.env },
    }).trim();
  t.after(() => {
    spawnSync("gpgconf", ["--kill", "all"], { env });
    rmSync(path, { recursive: true, force: true, maxRetries: 5 });
  });
  const file = (name: string, content: string | Uint8Array) => {
    writeFileSync(join(path, name), content);
    return join(path, name);
  };
  let programs = 0;
  run("git", ["init", "--quiet", "--initial-branch=main"]);
  const unattended = ["--batch", "--quiet", "--passphrase", "", "--pinentry-mode", "loopback"];
  return {
    path,
    repository,
    git: (...args) => run("git", args),
    gitWith: (options, ...args) => run("git", args, options),
    gpg: (...args) => run("gpg", [...unattended, ...args]),
    gpgWith: (input, ...args) => run("gpg", ["--quiet", "--no-tty", ...args], { input }),
    gpgKey(name, algorithm = "ed25519", { at, expire = "never" } = {}) {
      const faked = at === undefined ? [] : ["--faked-system-time", at];
      const user = `${name} <${name}@example.com>`;
      run("gpg", [...unattended, ...faked, "--quick-gen-key", user, algorithm, "sign", expire]);
      return fingerprintOf(run("gpg", ["--with-colons", "--list-keys", `${name}@example.com`]));
    },
    gpgProgram(...options) {
      programs += 1;
      const program = file(`gpg-${programs}`, `#!/bin/sh\nexec gpg ${options.join(" ")} "$@"\n`);
      chmodSync(program, 0o755);
      return program;
    },
    sshKey(name, ...options) {
      run("ssh-keygen", ["-q", "-N", "", "-C", name, "-f", join(path, name), ...options]);
      return join(path, name);
    },
    sshPublic: (name) =>
      readFileSync(join(path, `${name}.pub`), "utf8")
        .split(" ", 2)
        .join(" "),
    ssh: (...args) => run("ssh-keygen", args),
    file,
    read: (name) => readFileSync(join(path, name), "utf8"),
    remove: (name) => rmSync(join(path, name)),
  };
}

function fingerprintOf(listing: string): string {
  return /^fpr:+([0-9A-F]{40}):/m.exec(listing)?.[1] ?? "";
}

/** Whether `git verify-commit` or `git verify-tag` takes it, with these keys and no others. */
export function gitTakes(
  home: SigningHome,
  kind: "commit" | "tag",
  id: string,
  keys: { readonly openpgp?: string; readonly ssh?: string; readonly revoked?: string },
): boolean {
  const gnupg = mkdtempSync("/tmp/gx-");
  const env = { PATH: process.env.PATH ?? "", HOME: gnupg, TZ: "UTC", LC_ALL: "C", GNUPGHOME: gnupg };
  try {
    chmodSync(gnupg, 0o700);
    if (keys.openpgp !== undefined)
      execFileSync("gpg", ["--batch", "--quiet", "--import", keys.openpgp], { env, stdio: "pipe" });
    const settings = [
      ...(keys.ssh === undefined ? [] : ["-c", `gpg.ssh.allowedSignersFile=${keys.ssh}`]),
      ...(keys.revoked === undefined ? [] : ["-c", `gpg.ssh.revocationFile=${keys.revoked}`]),
    ];
    const { status } = spawnSync("git", [...settings, `verify-${kind}`, id], { cwd: home.repository, env });
    return status === 0;
  } finally {
    if (keys.openpgp !== undefined) spawnSync("gpgconf", ["--kill", "all"], { env });
    rmSync(gnupg, { recursive: true, force: true, maxRetries: 5 });
  }
}

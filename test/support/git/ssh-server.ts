import { type ChildProcess, spawn } from "node:child_process";
import type { AddressInfo, Socket } from "node:net";
import ssh2, { type AuthContext, type Connection, type ServerChannel } from "ssh2";

/** A pair of keys in OpenSSH's format. */
export interface KeyPair {
  readonly public: string;
  readonly private: string;
}

/** Answers in place of git-upload-pack; true where it has. */
export type AnswerExec = (channel: ServerChannel, command: string) => boolean;

export interface SshServer {
  readonly port: number;
  /** `[127.0.0.1]:PORT KEY` for each host key. */
  readonly knownHosts: string;
  /** What was run so far, with the Git protocol that it was asked for. */
  readonly commands: readonly string[];
  /** How many connections were authenticated. */
  readonly connections: () => number;
  forget(): void;
  answer(exec: AnswerExec | undefined): void;
  /** Does something else than to look at the key that a client offers. */
  authenticating(instead: (client: Connection) => void): void;
  /** Drops every connection. */
  disconnect(): void;
  close(): Promise<void>;
}

export interface SshServerOptions {
  /** The home folder, from where relative paths start. */
  readonly root: string;
  readonly hostKeys: readonly KeyPair[];
  /** Public keys that may log in, as user git. */
  readonly authorized: readonly KeyPair[];
  /** Take the variable GIT_PROTOCOL, as forges do and a plain sshd does not. */
  readonly takesProtocol?: boolean;
  readonly port?: number;
}

/** ssh2 drops zeros that an Ed25519 public key begins with, so that one pair in 256 is broken: those are made again. */
export function makeKey(type: "ed25519" | "ecdsa" | "rsa", passphrase?: string): KeyPair {
  const encryption = passphrase === undefined ? {} : { passphrase, cipher: "aes256-ctr", rounds: 4 };
  const bits = { ed25519: {}, ecdsa: { bits: 256 }, rsa: { bits: 2048 } }[type];
  for (;;) {
    const pair = ssh2.utils.generateKeyPairSync(type as "rsa", { ...bits, ...encryption } as never) as KeyPair;
    if (!(ssh2.utils.parseKey(pair.private, passphrase) instanceof Error)) return pair;
  }
}

/** Serves repositories with git's own upload-pack over SSH, on loopback; a shell reads the command, as with sshd. */
export async function startSshServer(options: SshServerOptions): Promise<SshServer> {
  const commands: string[] = [];
  const sockets = new Set<Connection>();
  let connections = 0;
  let answer: AnswerExec | undefined;
  let insteadOfAuthentication: ((client: Connection) => void) | undefined;
  const server = new ssh2.Server({ hostKeys: options.hostKeys.map((key) => key.private) }, (client) => {
    sockets.add(client);
    client.on("error", () => {});
    client.on("close", () => sockets.delete(client));
    client.on("authentication", (context) => {
      if (insteadOfAuthentication === undefined) authenticate(context, options.authorized);
      else insteadOfAuthentication(client);
    });
    client.on("ready", () => {
      connections += 1;
    });
    client.on("session", (accept) => {
      const session = accept();
      let protocol = "";
      session.on("env", (acceptEnv, _reject, { key, val }) => {
        if (options.takesProtocol !== false && key === "GIT_PROTOCOL") protocol = val;
        acceptEnv?.();
      });
      session.on("exec", (acceptExec, _reject, { command }) => {
        commands.push(protocol === "" ? command : `${protocol} ${command}`);
        const channel = acceptExec();
        if (answer?.(channel, command)) return;
        run(channel, command, protocol, options.root);
      });
    });
  });
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const disconnect = () => {
    for (const client of sockets) (client as unknown as { readonly _sock: Socket })._sock.destroy();
  };
  return {
    port,
    knownHosts: options.hostKeys.map((key) => knownHostsLine(port, key)).join(""),
    commands,
    connections: () => connections,
    forget() {
      commands.splice(0);
      connections = 0;
    },
    answer(exec) {
      answer = exec;
    },
    authenticating(instead) {
      insteadOfAuthentication = instead;
    },
    disconnect,
    close() {
      disconnect();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

export function knownHostsLine(port: number, key: KeyPair): string {
  const [type, base64] = key.public.split(" ");
  return `[127.0.0.1]:${port} ${type} ${base64?.trim()}\n`;
}

function authenticate(context: AuthContext, authorized: readonly KeyPair[]): void {
  if (mayLogIn(context, authorized)) context.accept();
  else context.reject(["publickey"]);
}

/** A key is asked about first without a signature, then with one. */
function mayLogIn(context: AuthContext, authorized: readonly KeyPair[]): boolean {
  if (context.method !== "publickey" || context.username !== "git") return false;
  const offered = context.key.data;
  return authorized.some((pair) => {
    const key = ssh2.utils.parseKey(pair.public);
    if (key instanceof Error || !key.getPublicSSH().equals(offered)) return false;
    const { signature, blob, hashAlgo } = context;
    return signature === undefined || blob === undefined || key.verify(blob, signature, hashAlgo);
  });
}

function run(channel: ServerChannel, command: string, protocol: string, root: string): void {
  const child: ChildProcess = spawn("/bin/sh", ["-c", command], {
    cwd: root,
    stdio: ["pipe", "pipe", "pipe"],
    env: {
      PATH: process.env.PATH ?? "",
      HOME: root,
      GIT_CONFIG_NOSYSTEM: "1",
      ...(protocol === "" ? {} : { GIT_PROTOCOL: protocol }),
    },
  });
  child.stdin?.on("error", () => {});
  channel.on("error", () => {});
  if (child.stdin !== null) channel.pipe(child.stdin);
  child.stdout?.pipe(channel, { end: false });
  child.stderr?.pipe(channel.stderr, { end: false });
  channel.on("close", () => child.kill());
  child.on("close", (code) => {
    channel.exit(code ?? 1);
    channel.end();
  });
}

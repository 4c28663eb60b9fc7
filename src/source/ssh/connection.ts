import { connect as connectSocket } from "node:net";
import ssh2, { type Client, type ClientChannel } from "ssh2";
import type { GitxdsError } from "../../model/index.js";
import type { SshAddress } from "../../util/ssh-address.js";
import type { Timeouts } from "../http-client.js";
import { timedOut } from "../http-errors.js";
import { type ConnectionNames, connectionFailure, type Stage } from "./connection-errors.js";
import { type HostKeys, hostKeyAlgorithms, judgeHostKey } from "./host-key.js";
import type { Identities } from "./identities.js";

/** An open connection; it can run one command after another. */
export interface SshConnection {
  /**
   * Starts a command. Servers take the variables that they are set up to take, and ignore the rest. `listen` is given the
   * channel before any event of it: a command that fails has often ended in the same breath.
   */
  exec<T>(run: Command, listen: (channel: ClientChannel) => T, signal: AbortSignal): Promise<T>;
  /** False once either side has ended it. */
  isOpen(): boolean;
  /** Why it broke; undefined while it is open. */
  failure(): GitxdsError | undefined;
  close(): void;
}

export interface Command {
  readonly command: string;
  readonly env: Readonly<Record<string, string>>;
}

export interface ConnectOptions {
  readonly address: SshAddress;
  readonly username: string;
  readonly hostKeys: HostKeys;
  readonly identities: Identities;
  readonly timeouts: Timeouts;
  /** The repository as messages name it. */
  readonly where: string;
  readonly signal: AbortSignal;
}

/** A peer that answers none of three in a row is gone, and what stands in between keeps the connection in its table. */
const keepalive = { keepaliveInterval: 10_000, keepaliveCountMax: 3 };

/** Connects, checks the host's key and authenticates. Throws a GitxdsError, or the signal's reason. */
export async function connect(options: ConnectOptions): Promise<SshConnection> {
  const { address, username, identities, timeouts, where, signal } = options;
  signal.throwIfAborted();
  const client = new ssh2.Client();
  const life = watchLife(client, { where, host: address.host, username, keys: identities.shown });
  const socket = connectSocket({ host: address.host, port: address.port, noDelay: true });
  try {
    await bounded(establish(client, socket, life, options), signal);
  } catch (error) {
    socket.destroy();
    throw life.failure() ?? error;
  }
  return {
    async exec(run, listen, execSignal) {
      const late = () => timedOut(where, `did not start git-upload-pack within ${timeouts.connect / 1_000} s`);
      const timer = setTimeout(() => life.fail(late()), timeouts.connect);
      try {
        return await bounded(Promise.race([start(client, run, listen), life.broken]), execSignal);
      } catch (error) {
        execSignal.throwIfAborted();
        throw life.failure() ?? life.translate(error);
      } finally {
        clearTimeout(timer);
      }
    },
    isOpen: () => life.stage() === "open",
    failure: life.failure,
    close() {
      client.end();
      // For a server that does not end its side.
      setTimeout(() => socket.destroy(), 1_000).unref();
    },
  };
}

/** What a connection has come to. */
interface Life {
  stage(): Stage;
  enter(stage: Stage): void;
  /** The first failure counts: what follows are its consequences. */
  fail(error: Error): void;
  failure(): GitxdsError | undefined;
  translate(error: unknown): GitxdsError;
  /** Rejects once the connection has failed. */
  readonly broken: Promise<never>;
}

function watchLife(client: Client, names: ConnectionNames): Life {
  let stage: Stage = "connect";
  let failure: GitxdsError | undefined;
  let reject: (error: GitxdsError) => void = () => {};
  const broken = new Promise<never>((_resolve, onFailure) => {
    reject = onFailure;
  });
  broken.catch(() => {});
  const translate = (error: unknown) =>
    connectionFailure(error instanceof Error ? error : new Error(String(error)), stage, names);
  const fail = (error: Error) => {
    failure ??= translate(error);
    stage = "closed";
    reject(failure);
  };
  client.on("error", (error: Error & { level?: string }) => {
    // An agent that fails to sign is one key less; whether it was the last is told by what follows.
    if (stage !== "authentication" || error.level !== "agent") fail(error);
  });
  client.on("close", () => fail(new Error("the server closed the connection")));
  return {
    stage: () => stage,
    enter(next) {
      if (failure === undefined) stage = next;
    },
    fail,
    failure: () => failure,
    translate,
    broken,
  };
}

/** Resolves once authenticated. Each stage has the connect time-out to itself. */
async function establish(
  client: Client,
  sock: ReturnType<typeof connectSocket>,
  life: Life,
  { username, hostKeys, identities, timeouts, where }: ConnectOptions,
): Promise<void> {
  let slow = "did not accept a connection";
  const late = () => life.fail(timedOut(where, `${slow} within ${timeouts.connect / 1_000} s`));
  const timer = setTimeout(late, timeouts.connect);
  const reach = (stage: Stage, next: string) => () => {
    life.enter(stage);
    slow = next;
    timer.refresh();
  };
  client.once("connect", reach("handshake", "did not finish the SSH handshake"));
  client.once("handshake", reach("authentication", "did not answer to the keys"));
  const ready = new Promise<void>((resolve) => {
    client.once("ready", () => {
      life.enter("open");
      resolve();
    });
  });
  const methods = [...identities.methods];
  client.connect({
    sock,
    username,
    readyTimeout: 0,
    ...keepalive,
    algorithms: { serverHostKey: hostKeyAlgorithms(hostKeys) },
    // ssh2 takes false for "no more", which its types do not say.
    authHandler: (_left, _partial, next) => next(methods.shift() ?? (false as never)),
    hostVerifier: (key: Buffer) => {
      const refusal = judgeHostKey(hostKeys, key);
      if (refusal !== undefined) life.fail(refusal);
      return refusal === undefined;
    },
  });
  try {
    await Promise.race([ready, life.broken]);
  } finally {
    clearTimeout(timer);
  }
}

function start<T>(client: Client, { command, env }: Command, listen: (channel: ClientChannel) => T): Promise<T> {
  return new Promise((resolve, reject) => {
    client.exec(command, { env }, (error, channel) => (error ? reject(error) : resolve(listen(channel))));
  });
}

/** The promise's outcome, unless the signal comes first: then its reason. */
async function bounded<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  promise.catch(() => {});
  signal.throwIfAborted();
  let onAbort = () => {};
  const aborted = new Promise<never>((_resolve, reject) => {
    onAbort = () => reject(signal.reason);
    signal.addEventListener("abort", onAbort, { once: true });
  });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener("abort", onAbort);
  }
}

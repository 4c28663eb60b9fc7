import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import type { Address, Status } from "../../src/model/index.js";
import { packageRoot } from "../../src/util/package-root.js";
import { poll } from "./poll.js";

/** A line of the service's log. */
export type LogLine = Readonly<Record<string, unknown>> & { readonly msg: string };

/** A running `gitxds serve`: the built bin in a process of its own, on ports that the kernel chose. */
export interface Service {
  readonly pid: number;
  readonly xds: Address;
  /** Every address for clients; the first is `xds`. */
  readonly listeners: readonly Address[];
  readonly admin: Address;
  readonly log: readonly LogLine[];
  /** Everything written to standard output so far. */
  stdout(): string;
  status(): Promise<Status>;
  /** Resolves with the first status of which the condition holds; fails after `timeoutMs`, showing the last one. */
  until(condition: (status: Status) => boolean, timeoutMs?: number): Promise<Status>;
  /** Resolves with the first log line, past or future, of which the condition holds. */
  line(condition: (line: LogLine) => boolean, timeoutMs?: number): Promise<LogLine>;
  /** Sends SIGINT, or another signal, and waits for the end; the exit code. */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
  /** Sends SIGKILL and waits for the end. */
  kill(): Promise<void>;
}

/** What a service is started with beside its arguments. */
export interface ServiceOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Arguments of node itself. */
  readonly nodeArgs?: readonly string[];
  readonly cwd?: string;
  /** Where clients connect; a port of the kernel's choice where it is not given, as in the file where it is null. */
  readonly listen?: string | null;
}

/** Starts `gitxds serve` and waits until both ports are bound; fails with what it printed where it ends before. */
export async function startService(args: readonly string[], options: ServiceOptions = {}): Promise<Service> {
  const child = spawnService(args, options);
  const log: LogLine[] = [];
  let stdout = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
  });
  createInterface(child.stderr).on("line", (text) => log.push(parseLine(text)));
  const line = (condition: (line: LogLine) => boolean, timeoutMs = 20_000) =>
    poll(
      () => {
        const found = log.find(condition);
        if (found === undefined && child.exitCode !== null) throw ended(child.exitCode, log);
        return found;
      },
      timeoutMs,
      () => `no such log line; the log is\n${log.map((entry) => JSON.stringify(entry)).join("\n")}`,
    );
  const listening = await line(({ msg }) => msg === "listening");
  const admin = parseAddress(listening.admin);
  const listeners = String(listening.xds).split(", ").map(parseAddress);
  const status = () => fetchStatus(admin);
  return {
    pid: child.pid ?? 0,
    xds: listeners[0] ?? admin,
    listeners,
    admin,
    log,
    stdout: () => stdout,
    status,
    until: (condition, timeoutMs) => untilStatus(status, condition, timeoutMs),
    line,
    stop: (signal = "SIGINT") => stop(child, signal),
    kill: () => kill(child),
  };
}

/** Starts `gitxds serve` and kills it so many milliseconds later, however far it has come. */
export async function startAndKill(args: readonly string[], afterMs: number): Promise<void> {
  const child = spawnService(args, {});
  child.stdout.resume();
  child.stderr.resume();
  await sleep(afterMs);
  await kill(child);
}

function spawnService(args: readonly string[], options: ServiceOptions) {
  const { env = {}, nodeArgs = [], cwd, listen = "127.0.0.1:0" } = options;
  const ports = [...(listen === null ? [] : ["--listen", listen]), "--admin", "127.0.0.1:0"];
  const main = join(packageRoot(), "dist/main.js");
  return spawn(process.execPath, [...nodeArgs, main, "serve", ...args, ...ports], {
    stdio: ["ignore", "pipe", "pipe"],
    cwd,
    env: { PATH: process.env.PATH ?? "", HOME: process.env.HOME ?? "", ...env },
  });
}

async function untilStatus(
  status: () => Promise<Status>,
  condition: (status: Status) => boolean,
  timeoutMs = 20_000,
): Promise<Status> {
  let last: Status | string | undefined;
  return poll(
    async () => {
      try {
        const now = await status();
        last = now;
        return condition(now) ? now : undefined;
      } catch (error) {
        // The pipeline's thread may be too busy to answer in time.
        if (!(error instanceof StatusUnavailable)) throw error;
        last = error.message;
        return undefined;
      }
    },
    timeoutMs,
    () => `the status stays\n${JSON.stringify(last, null, 2)}`,
  );
}

/** An answer that is no status. */
class StatusUnavailable extends Error {}

async function fetchStatus({ host, port }: Address): Promise<Status> {
  const response = await fetch(`http://${host}:${port}/api/v1/status`);
  if (!response.ok) throw new StatusUnavailable(await response.text());
  return (await response.json()) as Status;
}

async function stop(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
  const exited = once(child, "exit");
  child.kill(signal);
  const timer = setTimeout(() => child.kill("SIGKILL"), 15_000);
  await exited;
  clearTimeout(timer);
  return child.exitCode;
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, "exit");
  child.kill("SIGKILL");
  await exited;
}

function parseLine(text: string): LogLine {
  try {
    return JSON.parse(text) as LogLine;
  } catch {
    return { msg: text };
  }
}

function ended(code: number, log: readonly LogLine[]): Error {
  return new Error(`gitxds ended with ${code}:\n${log.map((entry) => JSON.stringify(entry)).join("\n")}`);
}

function parseAddress(value: unknown): Address {
  const text = String(value);
  const colon = text.lastIndexOf(":");
  return { host: text.slice(0, colon), port: Number(text.slice(colon + 1)) };
}

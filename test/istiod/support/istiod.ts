import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { JsonObject } from "../../../src/model/index.js";
import { poll } from "../../support/poll.js";
import { buildHarness } from "./build.js";
import { askHarness } from "./harness.js";
import { proxyFlags, type WatchingProxy, type Workload, watchAsProxy } from "./proxy.js";

export type { Workload } from "./proxy.js";

/** How long istiod may take to do what it is waited for: it takes a second or less. */
const patienceMs = 30_000;

/** A resource as istiod stores it. */
export interface StoredResource extends JsonObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace: string;
    readonly resourceVersion?: string;
  } & JsonObject;
  readonly spec?: JsonObject;
}

/** What istiod stores, by `Kind namespace/name`. */
export type Stored = ReadonlyMap<string, StoredResource>;

/** What istiod computes for a proxy: by resource type, then by name, in ProtoJSON with the names of the proto files. */
export interface EnvoyConfig {
  readonly listeners: Readonly<Record<string, JsonObject>>;
  readonly clusters: Readonly<Record<string, JsonObject>>;
  readonly routes: Readonly<Record<string, JsonObject>>;
  readonly endpoints: Readonly<Record<string, JsonObject>>;
  readonly extensions: Readonly<Record<string, JsonObject>>;
}

/** A running istiod. */
export interface Istiod {
  stored(): Promise<Stored>;
  /** Resolves with what is stored as soon as the condition holds of it. */
  untilStored(condition: (stored: Stored) => boolean): Promise<Stored>;
  envoyConfig(workload: Workload): EnvoyConfig;
  /** Resolves with the proxy's configuration as soon as the condition holds of it: pushes to proxies are debounced. */
  untilEnvoy(workload: Workload, condition: (config: EnvoyConfig) => boolean): Promise<EnvoyConfig>;
  /** Connects as that proxy and stays. */
  watch(workload: Workload): WatchingProxy;
  /** What it has pushed to proxies so far, one line of its log for each batch of changes. */
  pushes(): readonly string[];
  /** What istiod says of itself under /debug/, as `ambientz`. */
  debug<T>(page: string): Promise<T>;
  stop(): Promise<void>;
}

/** How an istiod differs from the usual one. */
export interface IstiodOptions {
  /** Environment variables by which istiod takes its feature flags. */
  readonly features?: Readonly<Record<string, string>>;
  /** What stands in Kubernetes, which istiod then has as a config source, too. */
  readonly kubernetes?: readonly JsonObject[];
  /** How it speaks TLS to the config source; plaintext without it. */
  readonly tlsSettings?: JsonObject;
}

/** An istiod that has been started, ready or not. */
export interface LaunchedIstiod {
  /** Resolves once every collection of every config source has been answered; rejects where it ends before. */
  ready(): Promise<Istiod>;
  stop(): Promise<void>;
}

/** Starts an istiod that reads from `xds://HOST:PORT` or `fs:///FOLDER`, and waits until it is ready. */
export async function startIstiod(configSource: string, options: IstiodOptions = {}): Promise<Istiod> {
  const launched = launchIstiod(configSource, options);
  try {
    return await launched.ready();
  } catch (error) {
    await launched.stop();
    throw error;
  }
}

/** Starts an istiod of which it is not said that it gets what it needs. */
export function launchIstiod(configSource: string, options: IstiodOptions = {}): LaunchedIstiod {
  const { tlsSettings, kubernetes, features } = options;
  const first = { address: configSource, ...(tlsSettings && { tlsSettings }) };
  const configSources = [first, ...(kubernetes ? [{ address: "k8s://" }] : [])];
  const folder = mkdtempSync(join(tmpdir(), "gitxds-istiod-"));
  const mesh = join(folder, "mesh.json");
  writeFileSync(mesh, JSON.stringify({ configSources }));
  const objects = join(folder, "objects.json");
  writeFileSync(objects, JSON.stringify(kubernetes ?? []));
  const child = spawn(buildHarness(), ["run", "--mesh", mesh, "--objects", objects], {
    cwd: folder,
    env: { ...process.env, ...features, TMPDIR: folder },
  });
  const output = collect(child);
  const stop = async () => {
    await end(child);
    rmSync(folder, { recursive: true, force: true });
  };
  return { ready: async () => connect(await untilReady(child, output), output, stop), stop };
}

interface Output {
  stdout: string;
  stderr: string;
}

function collect(child: ChildProcess): Output {
  const output = { stdout: "", stderr: "" };
  child.stdout?.setEncoding("utf8").on("data", (text: string) => {
    output.stdout += text;
  });
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    output.stderr += text;
  });
  return output;
}

/** Waits for the address, then for readiness: every collection of every config source has been answered. */
async function untilReady(child: ChildProcess, output: Output): Promise<string> {
  const failure = () => `istiod is not ready; its log ends\n${logEnd(output)}`;
  const look = async <T>(ask: () => T | undefined | Promise<T | undefined>) =>
    poll(
      () => {
        const ended = child.exitCode ?? child.signalCode;
        if (ended !== null) throw new Error(`istiod ended with ${ended}: ${failure()}`);
        return ask();
      },
      patienceMs,
      failure,
    );
  const address = await look(() => /^\{"address":"(.*)"\}$/m.exec(output.stdout)?.[1]);
  await look(async () => {
    // A refused connection is of an istiod that is ending: the next look says why.
    const response = await fetch(`http://${address}/ready`).catch(() => undefined);
    return response?.ok ? true : undefined;
  });
  return address;
}

/** The last lines, without those that every look at /ready adds. */
function logEnd({ stderr }: Output): string {
  const lines = stderr.split("\n").filter((line) => !line.endsWith("is not ready"));
  return lines.slice(-30).join("\n");
}

function connect(address: string, output: Output, stop: () => Promise<void>): Istiod {
  const stored = () => fetchStored(address);
  const envoyConfig = (workload: Workload) => askEnvoyConfig(address, workload);
  return {
    stored,
    envoyConfig,
    watch: (workload) => watchAsProxy(address, workload),
    debug: async <T>(page: string) => (await (await fetch(`http://${address}/debug/${page}`)).json()) as T,
    pushes: () => output.stderr.split("\n").filter((line) => line.includes("Push debounce stable")),
    stop,
    untilStored(condition) {
      let last: Stored = new Map();
      return poll(
        async () => {
          last = await stored();
          return condition(last) ? last : undefined;
        },
        patienceMs,
        () => `istiod stores ${JSON.stringify([...last.values()])}; its log ends\n${logEnd(output)}`,
      );
    },
    untilEnvoy(workload, condition) {
      let last: EnvoyConfig | undefined;
      return poll(
        () => {
          last = envoyConfig(workload);
          return condition(last) ? last : undefined;
        },
        patienceMs,
        () => `istiod computes ${JSON.stringify(last)}`,
      );
    },
  };
}

async function fetchStored(address: string): Promise<Stored> {
  const response = await fetch(`http://${address}/debug/configz`);
  const resources = (await response.json()) as readonly StoredResource[];
  return new Map(
    resources.map((resource) => {
      const { kind, metadata } = resource;
      return [`${kind} ${metadata.namespace}/${metadata.name}`, resource];
    }),
  );
}

function askEnvoyConfig(address: string, workload: Workload): EnvoyConfig {
  const [config] = askHarness<EnvoyConfig>(["proxyconfig", ...proxyFlags(address, workload)]);
  if (config === undefined) throw new Error("the harness printed nothing");
  return config;
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, "exit");
  child.kill("SIGKILL");
  await exited;
}

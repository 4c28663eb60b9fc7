import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { poll } from "../../support/poll.js";
import { buildHarness } from "./build.js";

/** A workload whose Envoy configuration is asked for. */
export interface Workload {
  readonly type: "sidecar" | "router";
  readonly name: string;
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** What istiod pushed to a proxy at once. */
export interface ProxyPush {
  readonly type: "clusters" | "routes";
  /** Those that the push brings, or those that its routes name. */
  readonly clusters: readonly string[];
  /** Those that the routes name, though the proxy was not given them. */
  readonly missing: readonly string[];
}

/** A proxy that stays connected. */
export interface WatchingProxy {
  /** All that it was pushed so far. */
  readonly pushes: readonly ProxyPush[];
  /** Resolves with the routes it has as soon as the condition holds of the clusters that they name. */
  untilRouted(condition: (clusters: readonly string[]) => boolean, timeoutMs: number): Promise<void>;
  stop(): Promise<void>;
}

/** Who the proxy is, as the harness is told. */
export function proxyFlags(address: string, { type, name, namespace, labels }: Workload): readonly string[] {
  const node = `${type}~10.1.1.1~${name}.${namespace}~${namespace}.svc.cluster.local`;
  const flags = { address, node, namespace, labels: JSON.stringify(labels) };
  return Object.entries(flags).map(([flag, value]) => `--${flag}=${value}`);
}

/** Connects to the istiod at that address as a proxy, and stays. */
export function watchAsProxy(address: string, workload: Workload): WatchingProxy {
  const child = spawn(buildHarness(), ["watch", ...proxyFlags(address, workload)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const pushes: ProxyPush[] = [];
  createInterface(child.stdout).on("line", (line) => pushes.push(JSON.parse(line) as ProxyPush));
  return {
    pushes,
    async untilRouted(condition, timeoutMs) {
      const routed = () => pushes.findLast(({ type }) => type === "routes")?.clusters ?? [];
      await poll(
        () => {
          if (child.exitCode !== null) throw new Error(`the proxy ended with ${child.exitCode}`);
          return condition(routed()) || undefined;
        },
        timeoutMs,
        () => `after ${pushes.length} pushes the routes lead to ${JSON.stringify(routed())}`,
      );
    },
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const exited = once(child, "exit");
      child.kill("SIGKILL");
      await exited;
    },
  };
}

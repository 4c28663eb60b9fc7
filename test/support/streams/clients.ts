import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

/** What the clients of one process do. */
export interface ClientPlan {
  readonly address: string;
  readonly streams: number;
  readonly streamsPerConnection: number;
  /** slow: ACKs after some seconds. */
  readonly behaviour: "reads" | "slow" | "never reads";
  /** About how long a stream lives until the client ends it and opens another; 0 for as long as it can. */
  readonly reopenEveryMs: number;
  /** Whether each response of VirtualServices is told of. */
  readonly tellsResponses: boolean;
}

export interface ReceivedResponse {
  readonly stream: number;
  readonly commit: string;
  /** By the system's clock, in ms. */
  readonly at: number;
}

/** Versions by type URL. */
export type Held = Readonly<Record<string, string>>;

export type ToClients = { readonly type: "held"; readonly id: number };
export type FromClients =
  | ({ readonly type: "received" } & ReceivedResponse)
  | { readonly type: "held"; readonly id: number; readonly streams: readonly Held[] };

/** A process of clients. */
export interface Clients {
  /** What they told of so far, oldest first. */
  readonly received: readonly ReceivedResponse[];
  /** What each open stream has. */
  held(): Promise<readonly Held[]>;
  kill(): Promise<void>;
}

/** Starts a process of clients; every stream opens at once. */
export function startClients(plan: ClientPlan): Clients {
  const script = fileURLToPath(new URL("./client-process.js", import.meta.url));
  const child = fork(script, [JSON.stringify(plan)], { stdio: ["ignore", "ignore", "inherit", "ipc"] });
  const received: ReceivedResponse[] = [];
  const waiting = new Map<number, (streams: readonly Held[]) => void>();
  let asked = 0;
  child.on("message", (message: FromClients) => {
    if (message.type === "received") received.push(message);
    else waiting.get(message.id)?.(message.streams);
  });
  return {
    received,
    held: () =>
      new Promise((resolve, reject) => {
        asked += 1;
        waiting.set(asked, resolve);
        child.send({ type: "held", id: asked } satisfies ToClients, (error) => error && reject(error));
      }),
    kill: () => killed(child),
  };
}

async function killed(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, "exit");
  child.kill("SIGKILL");
  await exited;
}

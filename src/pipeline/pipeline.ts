import { once } from "node:events";
import { Worker } from "node:worker_threads";
import type { Config, Emit, SourceStatus } from "../model/index.js";
import type { FromWorker, ToWorker, WorkerInput } from "./port.js";
import type { SnapshotStore } from "./store.js";

/** A small young generation: what a load leaves behind is collected early instead of growing the process. */
const resourceLimits = { maxYoungGenerationSizeMb: 16 };

/** How long the thread may take to end by itself. */
const closeMs = 5_000;

/** The pipeline as the serving thread sees it. What it publishes stands in the stores it was started with. */
export interface Pipeline {
  /** Asks the pipeline's thread; a pass under way may delay the answer by as much as one file takes. */
  status(): Promise<readonly SourceStatus[]>;
  /** Looks at a source's remote now, or at every one; however often it is called, at most one look a second. */
  refresh(source?: string): void;
  /** Goes on with another configuration of the same sources; each is decided anew where its rules have changed. */
  configure(config: Config): void;
  close(): Promise<void>;
}

/** What to do when the thread itself dies, which nothing that comes from outside should bring about. */
type OnCrash = (error: unknown) => void;

/** Starts the thread that follows the sources. Every publication is one swap of a listener's snapshot, in its store. */
export function startPipeline(
  config: Config,
  stores: readonly SnapshotStore[],
  emit: Emit,
  onCrash: OnCrash,
): Pipeline {
  const workerData: WorkerInput = { config };
  const worker = new Worker(new URL("./worker.js", import.meta.url), { workerData, resourceLimits });
  const send = (message: ToWorker) => worker.postMessage(message);
  const waiting = new Map<number, (sources: readonly SourceStatus[]) => void>();
  let lastId = 0;
  let closing = false;

  worker.on("message", (message: FromWorker) => {
    if (message.type === "event") emit(message.event);
    else if (message.type === "publish") stores[message.publication.listener]?.publish(message.publication);
    else {
      waiting.get(message.id)?.(message.sources);
      waiting.delete(message.id);
    }
  });
  worker.on("error", onCrash);
  const exited = once(worker, "exit").then(() => {
    for (const resolve of waiting.values()) resolve([]);
    waiting.clear();
    if (!closing) onCrash(new Error("the pipeline's thread ended"));
  });

  return {
    status: () =>
      new Promise((resolve) => {
        lastId += 1;
        waiting.set(lastId, resolve);
        send({ type: "status", id: lastId });
      }),
    refresh: (source) => send({ type: "refresh", source: source ?? null }),
    configure: (next) => send({ type: "configure", config: next }),
    close: async () => {
      closing = true;
      send({ type: "stop" });
      const timer = setTimeout(() => void worker.terminate(), closeMs);
      await exited;
      clearTimeout(timer);
    },
  };
}

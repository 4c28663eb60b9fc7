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
  /**
   * Resolves with true once what a listener serves is what a recent look at its remotes found, and with false where one
   * cannot be looked at; asked patiently, with true alone.
   */
  freshen(listener: number, patient: boolean): Promise<boolean>;
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
  const statuses = openQuestions<readonly SourceStatus[]>([]);
  const looks = openQuestions(false);
  let closing = false;

  worker.on("message", (message: FromWorker) => {
    if (message.type === "event") emit(message.event);
    else if (message.type === "publish") stores[message.publication.listener]?.publish(message.publication);
    else if (message.type === "status") statuses.answer(message.id, message.sources);
    else looks.answer(message.id, message.fresh);
  });
  worker.on("error", onCrash);
  const exited = once(worker, "exit").then(() => {
    statuses.giveUp();
    looks.giveUp();
    if (!closing) onCrash(new Error("the pipeline's thread ended"));
  });

  return {
    status: () => statuses.ask((id) => send({ type: "status", id })),
    freshen: (listener, patient) => looks.ask((id) => send({ type: "freshen", id, listener, patient })),
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

/** Questions to the other thread that wait for their answers; `without` is the answer where that has ended. */
function openQuestions<Answer>(without: Answer) {
  const waiting = new Map<number, (answer: Answer) => void>();
  let lastId = 0;
  return {
    ask: (send: (id: number) => void): Promise<Answer> =>
      new Promise((resolve) => {
        lastId += 1;
        waiting.set(lastId, resolve);
        send(lastId);
      }),
    answer(id: number, answer: Answer) {
      waiting.get(id)?.(answer);
      waiting.delete(id);
    },
    giveUp() {
      for (const resolve of waiting.values()) resolve(without);
      waiting.clear();
    },
  };
}

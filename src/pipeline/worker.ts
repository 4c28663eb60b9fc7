import { join } from "node:path";
import { type MessagePort, parentPort, workerData } from "node:worker_threads";
import type { GateRules } from "../gate/index.js";
import type { SourceConfig } from "../model/index.js";
import { openSource } from "../source/index.js";
import { systemClock } from "../util/clock.js";
import { loadValidator, type Validator } from "../validate/index.js";
import { Follower } from "./follower.js";
import { type FromWorker, packCollection, type ToWorker, type WorkerInput } from "./port.js";

/**
 * The pipeline's thread: one follower per source, and the port to the serving thread. It has a thread of its own
 * because parsing thousands of files would keep the serving thread from answering keepalives.
 */
async function main(port: MessagePort, input: WorkerInput): Promise<void> {
  const post = (message: FromWorker) => port.postMessage(message);
  const validator = await loadValidator(input.config);
  const followers = input.config.sources.map((source) => makeFollower(source, input, validator, post));
  port.on("message", (message: ToWorker) => {
    if (message.type === "status") {
      post({ type: "status", id: message.id, sources: followers.map((follower) => follower.status()) });
      return;
    }
    for (const follower of followers) message.type === "refresh" ? follower.refresh() : follower.stop();
  });
  await Promise.all(followers.map((follower) => follower.run()));
  port.close();
}

function makeFollower(
  config: SourceConfig,
  { config: { stateDir, token, allowEmpty, defaultNamespace, domainSuffix, intervalMs } }: WorkerInput,
  validator: Validator,
  post: (message: FromWorker) => void,
): Follower {
  const clock = systemClock;
  return new Follower({
    config,
    context: { rules: gateRules(config, allowEmpty), digest: { validator, defaultNamespace, domainSuffix }, clock },
    open: () => openSource(config, { stateDir: join(stateDir, "sources", config.name), token, clock }),
    intervalMs,
    emit: (event) => post({ type: "event", event }),
    onPublish: ({ live, changed }) => {
      const publication = {
        commits: [{ source: config.name, commit: live.commit.sha }],
        publishedAt: clock.now(),
        changed: changed.map(packCollection),
      };
      post({ type: "publish", publication });
    },
  });
}

function gateRules({ path, skip, accept, maxDeletions }: SourceConfig, allowEmpty: boolean): GateRules {
  return { path, allowEmpty, maxDeletions, skip: new Set(skip), accept: new Set(accept) };
}

if (parentPort === null) throw new Error("pipeline/worker.js runs as a worker thread only");
await main(parentPort, workerData as WorkerInput);

import { type MessagePort, parentPort, workerData } from "node:worker_threads";
import type { Collection, Commit, Config, Emit, SourceConfig } from "../model/index.js";
import { countResources } from "../snapshot/count.js";
import type { RestoredSource } from "./followers.js";
import { loadPolicyOptions, type PolicyOptions } from "./policy-options.js";
import { type FromWorker, packCollection, type ToWorker, type WorkerInput } from "./port.js";
import { lastGoodOf } from "./source-settings.js";

/**
 * The pipeline's thread: one follower per source, and the port to the serving thread. It has a thread of its own
 * because parsing thousands of files would keep the serving thread from answering keepalives.
 */
async function main(port: MessagePort, { config }: WorkerInput): Promise<void> {
  const post = (message: FromWorker) => port.postMessage(message);
  const emit: Emit = (event) => post({ type: "event", event });
  // First of all what was served before: istiod waits for an answer, and the rest takes a while to load.
  const policies = await loadPolicyOptions(config.policies);
  const restored = config.sources.map((source) => restore(source, config, policies, { post, emit }));
  const { makeFollowers } = await import("./followers.js");
  const { followers, configure } = await makeFollowers(restored, config, policies, {
    emit,
    onPublish: (source, { live, changed }, publishedAt) => post(publish(source, live.commit, publishedAt, changed)),
  });
  port.on("message", (message: ToWorker) => {
    if (message.type === "status") {
      post({ type: "status", id: message.id, sources: followers.map((follower) => follower.status()) });
      return;
    }
    if (message.type === "configure") {
      configure(message.config);
      return;
    }
    for (const follower of followers) {
      if (message.type === "stop") follower.stop();
      else if (message.source === null || message.source === follower.config.name) follower.refresh();
    }
  });
  await Promise.all(followers.map((follower) => follower.run()));
  port.close();
}

function restore(
  source: SourceConfig,
  config: Config,
  policies: PolicyOptions,
  { post, emit }: { readonly post: Post; readonly emit: Emit },
): RestoredSource {
  const restored = lastGoodOf(source, config, policies, emit).restore();
  if (restored !== undefined) {
    const { commit, collections } = restored.state.live;
    post(publish(source, commit, restored.publishedAt, [...collections.values()]));
    const resources = countResources(collections);
    emit({ type: "restored", source: source.name, commit: commit.sha, resources, publishedAt: restored.publishedAt });
  }
  return { source, restored };
}

type Post = (message: FromWorker) => void;

function publish(
  { name }: SourceConfig,
  { sha: commit }: Commit,
  publishedAt: Date,
  changed: readonly Collection[],
): FromWorker {
  const commits = [{ source: name, commit }];
  return { type: "publish", publication: { commits, publishedAt, changed: changed.map(packCollection) } };
}

if (parentPort === null) throw new Error("pipeline/worker.js runs as a worker thread only");
await main(parentPort, workerData as WorkerInput);

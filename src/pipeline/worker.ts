import { type MessagePort, parentPort, workerData } from "node:worker_threads";
import type { Config, Emit, SourceConfig } from "../model/index.js";
import { countResources } from "../snapshot/count.js";
import { loadPolicyOptions, type PolicyOptions } from "./commit/policy-options.js";
import type { RestoredSource } from "./follow/followers.js";
import { lastGoodOf } from "./follow/source-settings.js";
import { type FromWorker, type Publication, packCollection, type ToWorker, type WorkerInput } from "./port.js";
import { type LiveSource, makeViews, type View } from "./views.js";

/**
 * The pipeline's thread: one follower per source, and the port to the serving thread. It has a thread of its own
 * because parsing thousands of files would keep the serving thread from answering keepalives.
 */
async function main(port: MessagePort, { config }: WorkerInput): Promise<void> {
  const post = (message: FromWorker) => port.postMessage(message);
  const emit: Emit = (event) => post({ type: "event", event });
  // First of all what was served before: istiod waits for an answer, and the rest takes a while to load.
  const policies = await loadPolicyOptions(config.policies);
  const views = makeViews(config.listeners);
  const publish = ({ name }: SourceConfig, live: LiveSource) => {
    for (const view of views.take(name, live)) post({ type: "publish", publication: publicationOf(view) });
  };
  const restored = config.sources.map((source) => restore(source, config, policies, { publish, emit }));
  const { makeFollowers } = await import("./follow/followers.js");
  const { followers, configure } = makeFollowers(restored, config, policies, {
    emit,
    onPublish: (source, { live: { commit, collections } }, publishedAt) =>
      publish(source, { commit: commit.sha, collections, publishedAt }),
  });
  port.on("message", (message: ToWorker) => {
    if (message.type === "status") {
      post({ type: "status", id: message.id, sources: followers.map((follower) => follower.status()) });
      return;
    }
    if (message.type === "freshen") {
      const { id, listener, patient } = message;
      const names = config.listeners[listener]?.sources ?? [];
      const asked = followers.filter((follower) => names.includes(follower.config.name));
      void Promise.all(asked.map((follower) => follower.freshen(patient))).then((answers) =>
        post({ type: "freshened", id, fresh: answers.every((fresh) => fresh) }),
      );
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
  { publish, emit }: { readonly publish: (source: SourceConfig, live: LiveSource) => void; readonly emit: Emit },
): RestoredSource {
  const restored = lastGoodOf(source, config, policies, emit).restore();
  if (restored !== undefined) {
    const { publishedAt, state } = restored;
    const { commit, collections } = state.live;
    publish(source, { commit: commit.sha, collections, publishedAt });
    const resources = countResources(collections);
    emit({ type: "restored", source: source.name, commit: commit.sha, resources, publishedAt });
  }
  return { source, restored };
}

/** A view of several sources is as old as the newest of what it is made of. */
function publicationOf({ listener, live, changed }: View): Publication {
  return {
    listener,
    commits: live.map(({ source, commit }) => ({ source, commit })),
    publishedAt: new Date(Math.max(...live.map(({ publishedAt }) => publishedAt.getTime()))),
    changed: changed.map(packCollection),
  };
}

if (parentPort === null) throw new Error("pipeline/worker.js runs as a worker thread only");
await main(parentPort, workerData as WorkerInput);

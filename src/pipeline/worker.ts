import { type MessagePort, parentPort, workerData } from "node:worker_threads";
import type { GateRules } from "../gate/index.js";
import type { Collection, Commit, Config, Emit, SourceConfig } from "../model/index.js";
import { countResources } from "../snapshot/count.js";
import { packageVersion } from "../util/version.js";
import type { RestoredSource } from "./followers.js";
import { describeRules, makeLastGood } from "./last-good.js";
import { describePolicies, loadPolicyOptions, type PolicyOptions } from "./policy-options.js";
import { type FromWorker, packCollection, type ToWorker, type WorkerInput } from "./port.js";
import { sourceFolder } from "./source-folder.js";

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
  const followers = await makeFollowers(restored, config, policies, {
    emit,
    onPublish: (source, { live, changed }, publishedAt) => post(publish(source, live.commit, publishedAt, changed)),
  });
  port.on("message", (message: ToWorker) => {
    if (message.type === "status") {
      post({ type: "status", id: message.id, sources: followers.map((follower) => follower.status()) });
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
  const rules = gateRules(source, config.allowEmpty);
  const { defaultNamespace, domainSuffix, istioVersion, profile, analysis } = config;
  const lastGood = makeLastGood({
    folder: sourceFolder(source, config),
    config: source,
    bytesKey: JSON.stringify([defaultNamespace, domainSuffix]),
    verdictKey: JSON.stringify([
      packageVersion(),
      istioVersion,
      profile,
      analysis,
      source.verify ?? null,
      describeRules(rules),
      describePolicies(policies),
    ]),
    emit,
  });
  const restored = lastGood.restore();
  if (restored !== undefined) {
    const { commit, collections } = restored.state.live;
    post(publish(source, commit, restored.publishedAt, [...collections.values()]));
    const resources = countResources(collections);
    emit({ type: "restored", source: source.name, commit: commit.sha, resources, publishedAt: restored.publishedAt });
  }
  return { source, rules, lastGood, restored };
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

function gateRules({ path, skip, accept, maxDeletions }: SourceConfig, allowEmpty: boolean): GateRules {
  return { path, allowEmpty, maxDeletions, skip: new Set(skip), accept: new Set(accept) };
}

if (parentPort === null) throw new Error("pipeline/worker.js runs as a worker thread only");
await main(parentPort, workerData as WorkerInput);

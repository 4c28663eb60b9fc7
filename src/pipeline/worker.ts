import { type MessagePort, parentPort, workerData } from "node:worker_threads";
import { createAnalysis } from "../analyze/index.js";
import type { GateRules } from "../gate/index.js";
import type { Collection, Commit, Config, Emit, SourceConfig } from "../model/index.js";
import { countResources } from "../snapshot/index.js";
import { openSource } from "../source/index.js";
import { systemClock } from "../util/clock.js";
import { packageVersion } from "../util/version.js";
import { loadValidator, type Validator } from "../validate/index.js";
import { Follower } from "./follower.js";
import { describeRules, type LastGood, makeLastGood, type Restored } from "./last-good.js";
import { describePolicies, type PolicyOptions } from "./policies.js";
import { readPolicies } from "./policy-directory.js";
import { type FromWorker, packCollection, type ToWorker, type WorkerInput } from "./port.js";
import { sourceFolder } from "./source-folder.js";

/**
 * The pipeline's thread: one follower per source, and the port to the serving thread. It has a thread of its own
 * because parsing thousands of files would keep the serving thread from answering keepalives.
 */
async function main(port: MessagePort, { config }: WorkerInput): Promise<void> {
  const post = (message: FromWorker) => port.postMessage(message);
  const emit: Emit = (event) => post({ type: "event", event });
  // First of all what was served before: istiod waits for an answer, and validators take a while to load.
  const policies = readPolicies(config.policies);
  const restored = config.sources.map((source) => restore(source, config, policies, { post, emit }));
  const validator = await loadValidator(config);
  const followers = restored.map((last) => makeFollower(last, config, { validator, policies }, { post, emit }));
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

/** A source, the gate's rules for it, and what an earlier process left. */
interface RestoredSource {
  readonly source: SourceConfig;
  readonly rules: GateRules;
  readonly lastGood: LastGood;
  readonly restored: Restored | undefined;
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

function makeFollower(
  { source, rules, lastGood, restored }: RestoredSource,
  config: Config,
  { validator, policies }: { readonly validator: Validator; readonly policies: PolicyOptions },
  { post, emit }: { readonly post: Post; readonly emit: Emit },
): Follower {
  const clock = systemClock;
  const { token, defaultNamespace, domainSuffix, intervalMs } = config;
  const analysis = createAnalysis(config.analysis, domainSuffix);
  return new Follower({
    config: source,
    context: { rules, digest: { validator, analysis, defaultNamespace, domainSuffix }, policies, clock },
    open: () => openSource(source, { stateDir: sourceFolder(source, config), token, clock }),
    intervalMs,
    emit,
    restored,
    save: lastGood.save,
    onPublish: ({ live, changed }, publishedAt) => post(publish(source, live.commit, publishedAt, changed)),
  });
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

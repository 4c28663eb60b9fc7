import type { Config, Emit, SourceConfig } from "../../model/index.js";
import { makeRefsSharing, openSource, type RefsSharing } from "../../source/index.js";
import { systemClock } from "../../util/clock.js";
import { loadOnce } from "../../util/load-once.js";
import type { Validator } from "../../validate/index.js";
import type { PolicyOptions } from "../commit/policy-options.js";
import type { Publication } from "../phases.js";
import { Follower, type FollowerSettings } from "./follower.js";
import type { Restored } from "./last-good.js";
import { sourceFolder } from "./source-folder.js";
import { gateRules, lastGoodOf } from "./source-settings.js";

/** A source, and what an earlier process left of it. */
export interface RestoredSource {
  readonly source: SourceConfig;
  readonly restored: Restored | undefined;
}

/** Where followers tell what happens. */
interface Told {
  readonly emit: Emit;
  readonly onPublish: (source: SourceConfig, publication: Publication, publishedAt: Date) => void;
}

/** The followers, and the way to give them another configuration. */
interface Followers {
  readonly followers: readonly Follower[];
  readonly configure: (next: Config) => void;
}

/** What is one for all sources. */
interface Shared {
  readonly policies: PolicyOptions;
  readonly sharing: RefsSharing;
  readonly emit: Emit;
  /** Loads the rules, once. */
  readonly loadValidator: () => Promise<Validator>;
}

/** Makes a follower of each source. They have all of Git with them; the rules of the verdict come when something is to be judged. */
export function makeFollowers(
  sources: readonly RestoredSource[],
  config: Config,
  policies: PolicyOptions,
  told: Told,
): Followers {
  const shared: Shared = {
    policies,
    sharing: makeRefsSharing(systemClock),
    emit: told.emit,
    loadValidator: loadOnce(async () => (await import("../../validate/index.js")).loadValidator(config)),
  };
  const followers = sources.map((source) => makeFollower(source, config, { ...shared, ...told }));
  return {
    followers,
    configure(next) {
      for (const follower of followers) {
        const source = next.sources.find(({ name }) => name === follower.config.name);
        if (source !== undefined) follower.configure(settingsOf(source, next, shared));
      }
    },
  };
}

/** What of a follower stands in the configuration. */
function settingsOf(source: SourceConfig, config: Config, { policies, sharing, emit }: Shared): FollowerSettings {
  const stateDir = sourceFolder(source, config);
  return {
    config: source,
    rules: gateRules(source, config.allowEmpty),
    schedule: source.schedule ?? config.schedule,
    open: (onAsked) =>
      openSource(source, { stateDir, token: config.token, clock: systemClock, together: { sharing, onAsked } }),
    save: lastGoodOf(source, config, policies, emit).save,
  };
}

function makeFollower({ source, restored }: RestoredSource, config: Config, shared: Shared & Told): Follower {
  const { defaultNamespace, domainSuffix } = config;
  const { policies, emit, onPublish, loadValidator } = shared;
  const { owns } = source;
  const loadDigest = loadOnce(async () => {
    const { createAnalysis } = await import("../../analyze/index.js");
    const analysis = createAnalysis(config.analysis, domainSuffix, owns);
    return { validator: await loadValidator(), analysis, defaultNamespace, domainSuffix, owns };
  });
  return new Follower({
    ...settingsOf(source, config, shared),
    context: { loadDigest, policies, clock: systemClock },
    emit,
    restored,
    onPublish: (publication, publishedAt) => onPublish(source, publication, publishedAt),
  });
}

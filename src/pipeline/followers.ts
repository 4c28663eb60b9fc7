import { createAnalysis } from "../analyze/index.js";
import type { Config, Emit, SourceConfig } from "../model/index.js";
import { makeRefsSharing, openSource, type RefsSharing } from "../source/index.js";
import { systemClock } from "../util/clock.js";
import { loadValidator, type Validator } from "../validate/index.js";
import { Follower, type FollowerSettings } from "./follower.js";
import type { Restored } from "./last-good.js";
import type { Publication } from "./phases.js";
import type { PolicyOptions } from "./policy-options.js";
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
}

/** Makes a follower of each source. They have all of Git and all of the verdict with them. */
export async function makeFollowers(
  sources: readonly RestoredSource[],
  config: Config,
  policies: PolicyOptions,
  told: Told,
): Promise<Followers> {
  const validator = await loadValidator(config);
  const shared: Shared = { policies, sharing: makeRefsSharing(systemClock), emit: told.emit };
  const followers = sources.map((source) => makeFollower(source, config, validator, { ...shared, ...told }));
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

function makeFollower(
  { source, restored }: RestoredSource,
  config: Config,
  validator: Validator,
  shared: Shared & Told,
): Follower {
  const { defaultNamespace, domainSuffix } = config;
  const { policies, emit, onPublish } = shared;
  const analysis = createAnalysis(config.analysis, domainSuffix, source.owns);
  const digest = { validator, analysis, defaultNamespace, domainSuffix, owns: source.owns };
  return new Follower({
    ...settingsOf(source, config, shared),
    context: { digest, policies, clock: systemClock },
    emit,
    restored,
    onPublish: (publication, publishedAt) => onPublish(source, publication, publishedAt),
  });
}

import { createAnalysis } from "../analyze/index.js";
import type { GateRules } from "../gate/index.js";
import type { Config, Emit, SourceConfig } from "../model/index.js";
import { openSource } from "../source/index.js";
import { systemClock } from "../util/clock.js";
import { loadValidator, type Validator } from "../validate/index.js";
import { Follower } from "./follower.js";
import type { LastGood, Restored } from "./last-good.js";
import type { Publication } from "./phases.js";
import type { PolicyOptions } from "./policy-options.js";
import { sourceFolder } from "./source-folder.js";

/** A source, the gate's rules for it, and what an earlier process left. */
export interface RestoredSource {
  readonly source: SourceConfig;
  readonly rules: GateRules;
  readonly lastGood: LastGood;
  readonly restored: Restored | undefined;
}

/** Where followers tell what happens. */
interface Told {
  readonly emit: Emit;
  readonly onPublish: (source: SourceConfig, publication: Publication, publishedAt: Date) => void;
}

/** Makes a follower of each source. They have all of Git and all of the verdict with them. */
export async function makeFollowers(
  sources: readonly RestoredSource[],
  config: Config,
  policies: PolicyOptions,
  told: Told,
): Promise<readonly Follower[]> {
  const validator = await loadValidator(config);
  return sources.map((source) => makeFollower(source, config, { validator, policies }, told));
}

function makeFollower(
  { source, rules, lastGood, restored }: RestoredSource,
  config: Config,
  { validator, policies }: { readonly validator: Validator; readonly policies: PolicyOptions },
  { emit, onPublish }: Told,
): Follower {
  const clock = systemClock;
  const { token, defaultNamespace, domainSuffix } = config;
  const analysis = createAnalysis(config.analysis, domainSuffix);
  return new Follower({
    config: source,
    context: { rules, digest: { validator, analysis, defaultNamespace, domainSuffix }, policies, clock },
    open: () => openSource(source, { stateDir: sourceFolder(source, config), token, clock }),
    schedule: source.schedule ?? config.schedule,
    emit,
    restored,
    save: lastGood.save,
    onPublish: (publication, publishedAt) => onPublish(source, publication, publishedAt),
  });
}

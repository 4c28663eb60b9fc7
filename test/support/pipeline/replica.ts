import type { Analysis } from "../../../src/analyze/index.js";
import type { GateRules } from "../../../src/gate/index.js";
import type { KindName, ResourceName } from "../../../src/model/index.js";
import type { PolicyOptions } from "../../../src/pipeline/commit/policies.js";
import type { LastGood } from "../../../src/pipeline/follow/last-good.js";
import { nothingDecided, type PassOutcome, type PassState, runPass } from "../../../src/pipeline/phases.js";
import { systemClock } from "../../../src/util/clock.js";
import { defaultDigestOptions } from "../digest-options.js";
import { type MemorySource, memorySource } from "../memory-source.js";
import { defaultRules as rules } from "./gate-rules.js";

const digest = await defaultDigestOptions();
/** Files of a commit by name. */
export type Files = Readonly<Record<string, string>>;

/** One replica: its passes go on from each other, as a follower's do. */
export function replica(
  source: MemorySource = memorySource(),
  own: Partial<GateRules> = {},
  {
    analysis = digest.analysis,
    policies = { inRepository: true, fromDirectory: [] },
  }: { readonly analysis?: Analysis; readonly policies?: PolicyOptions } = {},
) {
  let state: PassState = nothingDecided;
  const look = async (): Promise<PassOutcome> => {
    const outcome = await runPass(
      {
        source,
        rules: { ...rules, ...own },
        loadDigest: async () => ({ ...digest, analysis }),
        policies,
        clock: systemClock,
        signal: new AbortController().signal,
        onProgress: () => {},
      },
      state,
    );
    if (outcome.type === "decided") state = outcome.state;
    return outcome;
  };
  return {
    source,
    look,
    /** Commits and looks. */
    pass(files: Files) {
      source.commit(files);
      return look();
    },
    live: () => state.live?.commit.sha,
    /** What it serves, by kind and version. */
    versions: () => [...(state.live?.collections.values() ?? [])].map(({ kind, version }) => `${kind} ${version}`),
    resources: (kind: KindName) => state.live?.collections.get(kind)?.names ?? [],
    resourceVersion(kind: KindName, name: string) {
      const { names = [], versions = [] } = state.live?.collections.get(kind) ?? {};
      return versions[names.indexOf(name as ResourceName)];
    },
    /** What it does not serve as of the live commit, as `name@commit`, without a commit where it waits. */
    partial: () => (state.live?.partial?.resources ?? []).map(({ name, commit }) => `${name}@${commit ?? ""}`),
    /** Goes on as a process does that is started on what this one has saved. */
    restart(lastGood: LastGood) {
      const { live, trust } = state;
      if (live !== undefined) lastGood.save(live, new Date(0), trust);
      state = lastGood.restore()?.state ?? nothingDecided;
    },
    /** Forgets by which rules the live commit was decided. */
    distrust() {
      state = { ...state, decided: undefined, parted: undefined };
    },
  };
}

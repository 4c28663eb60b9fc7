import type { GateRules } from "../../../src/gate/index.js";
import { nothingDecided, type PassOutcome, type PassState, runPass } from "../../../src/pipeline/phases.js";
import type { PolicyOptions } from "../../../src/pipeline/policies.js";
import { systemClock } from "../../../src/util/clock.js";
import { loadValidator } from "../../../src/validate/index.js";
import { type MemorySource, memorySource } from "../memory-source.js";

const validator = await loadValidator();
const rules: GateRules = { skip: new Set(), accept: new Set(), maxDeletions: 0.5, allowEmpty: false, path: "" };

/** Files of a commit by name. */
export type Files = Readonly<Record<string, string>>;

/** One replica: its passes go on from each other, as a follower's do. */
export function replica(
  source: MemorySource = memorySource(),
  own: Partial<GateRules> = {},
  policies: PolicyOptions = { inRepository: true, fromDirectory: [] },
) {
  let state: PassState = nothingDecided;
  const look = async (): Promise<PassOutcome> => {
    const outcome = await runPass(
      {
        source,
        rules: { ...rules, ...own },
        digest: { validator, defaultNamespace: "default", domainSuffix: "cluster.local" },
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
    /** Forgets by which rules the live commit was decided. */
    distrust() {
      state = { ...state, decided: undefined };
    },
  };
}

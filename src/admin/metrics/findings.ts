import { Gauge } from "prom-client";
import type { Finding } from "../../model/index.js";
import type { MetricGroup } from "./context.js";
import { codeLabel } from "./labels.js";

/** Findings of a commit, counted by severity and code. */
type Counts = ReadonlyMap<string, { readonly severity: string; readonly code: string; readonly count: number }>;

/** What is known of one source. */
interface SourceFindings {
  readonly published?: Counts;
  readonly rejected?: Counts;
}

/** What is wrong, or nearly so, with the commit that is served and with a head that is not. */
export const findingMetrics: MetricGroup = (registry) => {
  const bySource = new Map<string, SourceFindings>();
  const keep = (source: string, counts: SourceFindings) => bySource.set(source, { ...bySource.get(source), ...counts });
  new Gauge({
    name: "gitxds_findings",
    help: "Findings by severity and code, of the commit that was published last (outcome published; unknown after a restart until one is) and of head where that is rejected (outcome rejected).",
    labelNames: ["source", "outcome", "severity", "code"],
    registers: [registry],
    collect() {
      this.reset();
      for (const [source, outcomes] of bySource) {
        for (const [outcome, counts] of Object.entries(outcomes) as [string, Counts][]) {
          for (const { severity, code, count } of counts.values()) this.set({ source, outcome, severity, code }, count);
        }
      }
    },
  });
  return {
    published: ({ source, warnings }) => keep(source, { published: countFindings(warnings) }),
    rejected: ({ source, findings }) => keep(source, { rejected: countFindings(findings) }),
    looked({ source, state }) {
      if (state !== "rejected" && state !== "failing") keep(source, { rejected: new Map() });
    },
  };
};

function countFindings(findings: readonly Finding[]): Counts {
  const counts = new Map<string, { severity: string; code: string; count: number }>();
  for (const { severity, code: found } of findings) {
    const code = codeLabel(found);
    const key = `${severity} ${code}`;
    counts.set(key, { severity, code, count: (counts.get(key)?.count ?? 0) + 1 });
  }
  return counts;
}

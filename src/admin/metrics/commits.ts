import { Counter, Histogram } from "prom-client";
import { durationBuckets, type MetricGroup } from "./context.js";

/** What became of commits, and what each phase of the work cost. */
export const commitMetrics: MetricGroup = (registry, { sources }) => {
  const registers = [registry];
  const commits = new Counter({
    name: "gitxds_commits_total",
    help: "Commits by outcome: published, rejected (they have errors) or held (the gate keeps them back). Those that a newer good commit went past are not told.",
    labelNames: ["source", "outcome"],
    registers,
  });
  const phases = new Histogram({
    name: "gitxds_commit_phase_duration_seconds",
    help: "Time that a commit took from the remote to being published, by phase: fetch, list, parse, analyze or build.",
    labelNames: ["source", "phase"],
    buckets: durationBuckets,
    registers,
  });
  const restores = new Counter({
    name: "gitxds_restores_total",
    help: "Starts that served the last good commit from disk before the remote was asked.",
    labelNames: ["source"],
    registers,
  });
  for (const source of sources) {
    for (const outcome of ["published", "rejected", "held"]) commits.inc({ source, outcome }, 0);
    restores.inc({ source }, 0);
  }
  return {
    published({ source, cost }) {
      commits.inc({ source, outcome: "published" });
      const { fetchMs, listMs, parseMs, analyzeMs, buildMs } = cost;
      const times = { fetch: fetchMs, list: listMs, parse: parseMs, analyze: analyzeMs, build: buildMs };
      for (const [phase, ms] of Object.entries(times)) phases.observe({ source, phase }, ms / 1_000);
    },
    rejected: ({ source }) => commits.inc({ source, outcome: "rejected" }),
    held: ({ source }) => commits.inc({ source, outcome: "held" }),
    restored: ({ source }) => restores.inc({ source }),
  };
};

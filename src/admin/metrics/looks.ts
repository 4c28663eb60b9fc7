import { Counter, Gauge, Histogram } from "prom-client";
import type { SourceState } from "../../model/index.js";
import { durationBuckets, type MetricGroup } from "./context.js";
import { codeLabel } from "./labels.js";

const states: readonly SourceState[] = ["starting", "following", "rejected", "held", "pinned", "failing"];

/** How following the remotes goes. */
export const lookMetrics: MetricGroup = (registry, { sources }) => {
  const registers = [registry];
  const duration = new Histogram({
    name: "gitxds_look_duration_seconds",
    help: "Time from asking the remote to having decided, and published, what it has; most looks find nothing new.",
    labelNames: ["source"],
    buckets: durationBuckets,
    registers,
  });
  const errors = new Counter({
    name: "gitxds_look_errors_total",
    help: "Looks at the remote that failed, by code (docs/findings.md). What was served before stays.",
    labelNames: ["source", "code"],
    registers,
  });
  const success = new Gauge({
    name: "gitxds_source_last_success_timestamp_seconds",
    help: "When the last look at the remote that did not fail ended, whatever the verdict on what it found.",
    labelNames: ["source"],
    registers,
  });
  const state = new Gauge({
    name: "gitxds_source_state",
    help: "1 for the state that the source is in, as in the status, 0 for the others: starting, following, rejected, held, pinned or failing.",
    labelNames: ["source", "state"],
    registers,
  });
  const isIn = (source: string, now: SourceState) => {
    for (const each of states) state.set({ source, state: each }, each === now ? 1 : 0);
  };
  for (const source of sources) isIn(source, "starting");
  return {
    looked({ source, state: now, code, ms }, at) {
      isIn(source, now);
      duration.observe({ source }, ms / 1_000);
      if (code === null) success.set({ source }, at.getTime() / 1_000);
      else errors.inc({ source, code: codeLabel(code) });
    },
  };
};

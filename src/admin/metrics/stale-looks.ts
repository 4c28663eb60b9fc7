import { Counter } from "prom-client";
import type { OnStaleRemote } from "../../model/index.js";
import type { MetricGroup } from "./context.js";

const reasons = ["timeout", "failing"] as const;
const actions: readonly OnStaleRemote[] = ["serve-last-good", "wait"];

/** New streams that could not be held to the newest commit. */
export const staleLookMetrics: MetricGroup = (registry, { served }) => {
  const labelNames = ["listener", "reason", "action"] as const;
  const registers = [registry];
  /** An increase from no series to 1 is none to Prometheus, and listeners have no name before their ports are bound. */
  const beginAtZero = (counter: Counter<(typeof labelNames)[number]>) => {
    for (const { address: listener } of served()) {
      for (const reason of reasons) for (const action of actions) counter.inc({ listener, reason, action }, 0);
    }
  };
  const looks = new Counter({
    name: "gitxds_stale_looks_total",
    help: "Times that clients connected while the remote could not be looked at, by reason (timeout or failing) and by what was done (onStaleRemote: serve-last-good or wait).",
    labelNames,
    registers,
    collect() {
      beginAtZero(this);
    },
  });
  const streams = new Counter({
    name: "gitxds_stale_streams_total",
    help: "Streams that this was about: with serve-last-good they may have been taken back to an older commit.",
    labelNames,
    registers,
    collect() {
      beginAtZero(this);
    },
  });
  return {
    "stale-look"({ listener, reason, action, streams: count }) {
      looks.inc({ listener, reason, action });
      streams.inc({ listener, reason, action }, count);
    },
  };
};

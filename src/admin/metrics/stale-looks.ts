import { Counter } from "prom-client";
import type { MetricGroup } from "./context.js";

/** New streams that could not be held to the newest commit. */
export const staleLookMetrics: MetricGroup = (registry) => {
  const labelNames = ["listener", "reason", "action"] as const;
  const registers = [registry];
  const looks = new Counter({
    name: "gitxds_stale_looks_total",
    help: "Times that clients connected while the remote could not be looked at, by reason (timeout or failing) and by what was done (onStaleRemote: serve-last-good or wait).",
    labelNames,
    registers,
  });
  const streams = new Counter({
    name: "gitxds_stale_streams_total",
    help: "Streams that this was about: with serve-last-good they may have been taken back to an older commit.",
    labelNames,
    registers,
  });
  return {
    "stale-look"({ listener, reason, action, streams: count }) {
      looks.inc({ listener, reason, action });
      streams.inc({ listener, reason, action }, count);
    },
  };
};

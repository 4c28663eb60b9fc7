import { Gauge } from "prom-client";
import { kinds } from "../../collections/kinds.js";
import type { MetricGroup } from "./context.js";

/** What is served now; read at each scrape. */
export const servedMetrics: MetricGroup = (registry, { served }) => {
  const registers = [registry];
  new Gauge({
    name: "gitxds_resources",
    help: "Resources served, by kind; no series before the first good commit.",
    labelNames: ["listener", "kind"],
    registers,
    collect() {
      for (const { address: listener, snapshot } of served()) {
        for (const { kind } of snapshot === undefined ? [] : kinds) {
          this.set({ listener, kind }, snapshot?.collections.get(kind)?.names.length ?? 0);
        }
      }
    },
  });
  new Gauge({
    name: "gitxds_snapshot_published_timestamp_seconds",
    help: "When what is served was published, by an earlier process perhaps; no series before the first good commit.",
    labelNames: ["listener"],
    registers,
    collect() {
      for (const { address: listener, snapshot } of served()) {
        if (snapshot !== undefined) this.set({ listener }, snapshot.publishedAt.getTime() / 1_000);
      }
    },
  });
  return {};
};

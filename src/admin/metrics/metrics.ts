import { collectDefaultMetrics, Registry } from "prom-client";
import type { Emit } from "../../model/index.js";
import type { MetricsContext } from "./context.js";
import { metricGroups } from "./groups.js";
import { dispatcher } from "./handlers.js";

/** What one scrape is answered with. */
export interface Exposition {
  readonly contentType: string;
  readonly text: string;
}

/** Counts events, and tells the counts in Prometheus' text format. */
export interface Metrics {
  readonly observe: Emit;
  scrape(): Promise<Exposition>;
}

/**
 * Makes the metrics of one service. Those of the process are prom-client's own; its event-loop delay is of the thread that
 * this runs on, the serving one, and covers the time since the last scrape.
 */
export function createMetrics(context: MetricsContext): Metrics {
  const registry = new Registry();
  const observe = dispatcher(metricGroups.map(({ group }) => group(registry, context)));
  collectDefaultMetrics({ register: registry });
  return {
    observe,
    scrape: async () => ({ contentType: registry.contentType, text: await registry.metrics() }),
  };
}

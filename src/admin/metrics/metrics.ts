import { collectDefaultMetrics, Registry } from "prom-client";
import type { MetricsContext } from "./context.js";
import { metricGroups } from "./groups.js";
import { dispatcher, type Observe } from "./handlers.js";

/** What one scrape is answered with. */
export interface Exposition {
  readonly contentType: string;
  readonly text: string;
}

/** Counts events, and tells the counts in Prometheus' text format. */
export interface Metrics {
  readonly observe: Observe;
  scrape(): Promise<Exposition>;
}

/** How often the event loop is looked at, in ms. Every 10 ms, prom-client's default, would cost a process that idles 1 % of a core. */
const eventLoopMonitoringPrecision = 50;

/**
 * Makes the metrics of one service. Those of the process are prom-client's own; its event-loop delay is of the thread that
 * this runs on, the serving one, and covers the time since the last scrape.
 */
export function createMetrics(context: MetricsContext): Metrics {
  const registry = new Registry();
  const observe = dispatcher(metricGroups.map(({ group }) => group(registry, context)));
  collectDefaultMetrics({ register: registry, eventLoopMonitoringPrecision });
  return {
    observe,
    scrape: async () => ({ contentType: registry.contentType, text: await registry.metrics() }),
  };
}

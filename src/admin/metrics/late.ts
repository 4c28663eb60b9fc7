import type { Event } from "../../model/index.js";
import { loadOnce } from "../../util/load-once.js";
import type { MetricsContext } from "./context.js";
import type { Observe } from "./handlers.js";
import type { Metrics } from "./metrics.js";

/** By then a restart has answered its clients, in ms. */
const loadAfterMs = 1_000;

/**
 * Metrics that are loaded after the first answers, or at the first scrape: loading prom-client keeps the thread busy for as
 * long as it takes to serve the last good commit again. What happens before is kept, and counted then.
 */
export function createLateMetrics(context: MetricsContext): Metrics {
  const early: [Event, Date][] = [];
  let observe: Observe = (event, at) => early.push([event, at]);
  const load = loadOnce(async () => {
    const { createMetrics } = await import("./metrics.js");
    const metrics = createMetrics(context);
    for (const [event, at] of early.splice(0)) metrics.observe(event, at);
    observe = metrics.observe;
    return metrics;
  });
  context.clock.after(loadAfterMs, load);
  return {
    observe: (event, at) => observe(event, at),
    scrape: async () => (await load()).scrape(),
  };
}

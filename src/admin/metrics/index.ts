export type { MetricsContext } from "./context.js";
export { createLateMetrics } from "./late.js";
export type { Exposition, Metrics } from "./metrics.js";

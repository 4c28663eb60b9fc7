export type { MetricsContext } from "./context.js";
export { createMetrics, type Exposition, type Metrics } from "./metrics.js";

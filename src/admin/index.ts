export { createLateMetrics, type Exposition, type Metrics } from "./metrics/index.js";
export { type AdminOptions, type AdminServer, startAdminServer } from "./server.js";
export { type ServedListener, toStatus } from "./status.js";

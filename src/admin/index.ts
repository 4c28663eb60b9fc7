export { type AdminOptions, type AdminServer, startAdminServer } from "./server.js";
export { toStatus } from "./status.js";

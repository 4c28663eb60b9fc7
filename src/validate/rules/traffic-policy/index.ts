export { type ConnectionPool, connectionPool } from "./connection-pool.js";
export { errorsOnly, type TrafficPolicy, trafficPolicy } from "./traffic-policy.js";

export { createEventLog, type EventLog } from "./log/bounded.js";
export { createLog, type Log, type LogDestination, type LogOptions } from "./log/create.js";
export { logListening } from "./log/event.js";
export { type GrpcLogger, grpcLogger } from "./log/grpc.js";

export { createLog, type Log, type LogDestination, type LogOptions } from "./log/create.js";
export { logEvent, logListening } from "./log/event.js";
export { type GrpcLogger, grpcLogger } from "./log/grpc.js";

export { type GrpcLineLogger, routeGrpcLog } from "./grpc-log.js";
export { defaultLimits, type Limits } from "./limits.js";
export { startXdsServer, type XdsServer, type XdsServerOptions } from "./server.js";

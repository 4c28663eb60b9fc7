import { setLogger } from "@grpc/grpc-js";

/** What takes grpc-js's own lines: the three methods of console that it calls. */
export interface GrpcLineLogger {
  error(...words: unknown[]): void;
  info(...words: unknown[]): void;
  debug(...words: unknown[]): void;
}

/** Sends what grpc-js would print to the logger, for the whole process: to be called once, before a server is started. */
export function routeGrpcLog(logger: GrpcLineLogger): void {
  setLogger(logger);
}

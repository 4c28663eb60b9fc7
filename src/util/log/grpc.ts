import type { Log } from "./create.js";

/** What grpc-js's setLogger takes: the three methods of console that it calls. */
export interface GrpcLogger {
  error(...words: unknown[]): void;
  info(...words: unknown[]): void;
  debug(...words: unknown[]): void;
}

/**
 * Routes grpc-js's own lines into the log. Its errors become warnings: they tell of one connection or of an address that
 * could not be bound, which the code that bound it reports by itself.
 */
export function grpcLogger(log: Log): GrpcLogger {
  return {
    error: (...words) => log.warn({ from: "grpc-js" }, words.map(String).join(" ")),
    info: (...words) => log.info({ from: "grpc-js" }, words.map(String).join(" ")),
    debug: (...words) => log.debug({ from: "grpc-js" }, words.map(String).join(" ")),
  };
}

import { connectionPoolFindings } from "../../../findings/rules/connection-pool.js";
import type { JsonPath } from "../../../model/index.js";
import { parseDuration } from "../../../util/duration.js";
import type { Problem } from "../../problem.js";
import { showPath } from "../../show.js";
import { problem } from "../rule.js";
import { anyDuration, duration } from "../shared/durations.js";

/** istio.networking.v1alpha3.ConnectionPoolSettings. */
export interface ConnectionPool {
  readonly tcp?: TcpPool;
  readonly http?: HttpPool;
}

interface TcpPool {
  readonly maxConnections?: number;
  readonly connectTimeout?: string;
  readonly maxConnectionDuration?: string;
  readonly idleTimeout?: string;
  readonly tcpKeepalive?: { readonly time?: string; readonly interval?: string };
}

interface HttpPool {
  readonly http1MaxPendingRequests?: number;
  readonly http2MaxRequests?: number;
  readonly maxRequestsPerConnection?: number;
  readonly maxRetries?: number;
  readonly maxConcurrentStreams?: number;
  readonly idleTimeout?: string;
  readonly h2UpgradePolicy?: string;
  readonly useClientProtocol?: boolean;
  readonly http2KeepAlive?: { readonly interval?: string; readonly timeout?: string };
}

const httpLimits = [
  "http1MaxPendingRequests",
  "http2MaxRequests",
  "maxRequestsPerConnection",
  "maxRetries",
  "maxConcurrentStreams",
] as const satisfies readonly (keyof HttpPool)[];

export function* connectionPool(pool: ConnectionPool | undefined, path: JsonPath): Iterable<Problem> {
  if (pool === undefined) return;
  if (pool.tcp === undefined && pool.http === undefined)
    yield wrong(path, "sets nothing", "set tcp or http, or remove it");
  if (pool.http !== undefined) yield* httpPool(pool.http, [...path, "http"]);
  if (pool.tcp !== undefined) yield* tcpPool(pool.tcp, [...path, "tcp"]);
}

function* httpPool(http: HttpPool, path: JsonPath): Iterable<Problem> {
  for (const limit of httpLimits) yield* notNegative(http[limit], [...path, limit]);
  yield* duration(http.idleTimeout, [...path, "idleTimeout"]);
  if (http.h2UpgradePolicy === "UPGRADE" && http.useClientProtocol)
    yield wrong(
      [...path, "useClientProtocol"],
      "keeps the client's protocol, while h2UpgradePolicy UPGRADE changes it to HTTP/2",
      "remove one of the two",
    );
  if (http.http2KeepAlive !== undefined) yield* keepAlive(http.http2KeepAlive, [...path, "http2KeepAlive"]);
}

function* keepAlive(settings: NonNullable<HttpPool["http2KeepAlive"]>, path: JsonPath): Iterable<Problem> {
  for (const field of ["interval", "timeout"] as const) {
    if (settings[field] === undefined) yield wrong([...path, field], "is missing", "add it, as in 30s");
    else yield* duration(settings[field], [...path, field]);
  }
}

function* tcpPool(tcp: TcpPool, path: JsonPath): Iterable<Problem> {
  yield* notNegative(tcp.maxConnections, [...path, "maxConnections"]);
  yield* duration(tcp.connectTimeout, [...path, "connectTimeout"]);
  yield* duration(tcp.maxConnectionDuration, [...path, "maxConnectionDuration"]);
  yield* tcpIdleTimeout(tcp.idleTimeout, [...path, "idleTimeout"]);
  yield* duration(tcp.tcpKeepalive?.time, [...path, "tcpKeepalive", "time"]);
  yield* duration(tcp.tcpKeepalive?.interval, [...path, "tcpKeepalive", "interval"]);
}

/** Unlike the other durations this one may be 0, for no timeout; Istio cuts less than a millisecond off to that. */
function* tcpIdleTimeout(text: string | undefined, path: JsonPath): Iterable<Problem> {
  const span = text === undefined ? undefined : parseDuration(text);
  const isNone = span !== undefined && span.seconds === 0 && Math.abs(span.nanos) < 1_000_000;
  yield* isNone || span === undefined ? anyDuration(text, path) : duration(text, path);
}

function* notNegative(limit: number | undefined, path: JsonPath): Iterable<Problem> {
  if (limit !== undefined && limit < 0)
    yield wrong(path, `is ${limit}, a limit cannot be negative`, "write 0 or more, or remove it for the default");
}

function wrong(path: JsonPath, fault: string, remedy: string): Problem {
  return problem(connectionPoolFindings.connectionPool, path, `${showPath(path)} ${fault}`, remedy);
}

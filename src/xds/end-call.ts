import { constants } from "node:http2";
import { status } from "@grpc/grpc-js";
import type { Clock } from "../util/clock.js";
import type { RawStream } from "./ads.js";
import { http2Stream } from "./http2-stream.js";

/** How a stream is ended by us. */
export interface Ending {
  readonly code: status;
  /** What the client reads; ASCII, because it travels in a header. */
  readonly details: string;
  /** What the log says where that differs. */
  readonly reason?: string;
}

/**
 * Ends a call with a status, and resets its HTTP/2 stream where the peer has not taken the status by then: a peer that
 * does not read cannot be told anything.
 */
export function endCall(
  call: RawStream,
  { code, details, reason }: Ending,
  { clock, graceMs }: { readonly clock: Clock; readonly graceMs: number },
): void {
  call.emit("error", Object.assign(new Error(reason ?? details), { code, details }));
  const cancel = clock.after(graceMs, () => reset(call));
  call.once("close", cancel);
}

/** The name of the status that ended a call; UNKNOWN where an error tells of something else. */
export function statusName(error: Error & { readonly code?: unknown }): string {
  return (typeof error.code === "number" ? status[error.code] : undefined) ?? "UNKNOWN";
}

function reset(call: RawStream): void {
  http2Stream(call)?.close(constants.NGHTTP2_CANCEL);
}

/**
 * Sends GOAWAY on a call's connection, which ends with the streams that there are: the client opens the next one on another
 * connection.
 */
export function goAway(call: RawStream): void {
  http2Stream(call)?.session?.close();
}

import type { ServerHttp2Stream } from "node:http2";
import type { RawStream } from "./ads.js";

/**
 * What a call runs on; undefined where grpc-js has none where it is expected. grpc-js has no way to reset a stream, to send
 * GOAWAY on one connection or to send bytes without copying them.
 */
export function http2Stream(call: RawStream): ServerHttp2Stream | undefined {
  return (call as unknown as { readonly call?: { readonly stream?: ServerHttp2Stream } }).call?.stream;
}

import { Metadata } from "@grpc/grpc-js";
import type { RawStream } from "./ads.js";
import { http2Stream } from "./http2-stream.js";

/** The bytes of a message, one part after the other. Nobody writes to them any more. */
export type Parts = readonly Uint8Array[];

/** Smaller parts are put together, or thousands of resources would be as many writes. */
const smallBytes = 16 * 1024;
const chunkBytes = 64 * 1024;

/**
 * Sends a message and calls back once it is on its way to the peer. It goes to HTTP/2 as it lies in memory, which all
 * streams share: grpc-js would copy it for each of them.
 */
export function writeMessage(call: RawStream, parts: Parts, sent: () => void): void {
  const stream = http2Stream(call);
  if (stream === undefined) throw new Error("the call has no HTTP/2 stream");
  if (stream.destroyed || stream.writableEnded) return;
  // The headers of the response, unless they have left.
  call.sendMetadata(new Metadata());
  stream.cork();
  stream.write(messagePrefix(parts));
  const chunks = chunksOf(parts);
  for (const chunk of chunks.slice(0, -1)) stream.write(chunk);
  stream.write(chunks.at(-1) ?? new Uint8Array(), (error) => {
    if (!error) sent();
  });
  stream.uncork();
}

/** Not compressed, and the length: https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md, "Length-Prefixed-Message". */
function messagePrefix(parts: Parts): Buffer {
  const prefix = Buffer.alloc(5);
  prefix.writeUInt32BE(
    parts.reduce((sum, { length }) => sum + length, 0),
    1,
  );
  return prefix;
}

function chunksOf(parts: Parts): Uint8Array[] {
  const chunks: Uint8Array[] = [];
  let small: Uint8Array[] = [];
  let size = 0;
  const flush = () => {
    if (size > 0) chunks.push(Buffer.concat(small, size));
    small = [];
    size = 0;
  };
  for (const part of parts) {
    if (part.length < smallBytes) {
      small.push(part);
      size += part.length;
      if (size >= chunkBytes) flush();
    } else {
      flush();
      chunks.push(part);
    }
  }
  flush();
  return chunks;
}

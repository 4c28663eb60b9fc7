import { constants, inflateSync } from "node:zlib";
import { damaged } from "./errors.js";

/** Inflates exactly `size` bytes; what follows the compressed stream is passed over. `what` is for messages. */
export function inflateExactly(bytes: Uint8Array, size: number, what: string): Buffer {
  const result = inflateAtMost(bytes, Math.max(size, 1), what);
  if (result.length !== size) throw damaged(`${what} inflates to ${result.length} bytes instead of ${size}`);
  return result;
}

/** Inflates a whole stream, but never more than `limit` bytes. */
export function inflateAtMost(bytes: Uint8Array, limit: number, what: string): Buffer {
  try {
    return inflateSync(bytes, { maxOutputLength: limit, chunkSize: Math.max(64, Math.min(limit + 1, 65_536)) });
  } catch (error) {
    throw damaged(`${what} cannot be inflated (${error instanceof Error ? error.message : String(error)})`);
  }
}

/**
 * Compressed bytes that surely hold the header of an object or a delta: before its first symbols a deflate block may
 * have Huffman tables of up to 330 bytes (RFC 1951, section 3.2.7).
 */
export const startBytes = 512;

/** Inflates as much as the first bytes of a stream give. */
export function inflateStart(bytes: Uint8Array, what: string): Buffer {
  try {
    return inflateSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH, chunkSize: 1_024 });
  } catch (error) {
    throw damaged(`${what} cannot be inflated (${error instanceof Error ? error.message : String(error)})`);
  }
}

import { countEntries, type Piece } from "../model/index.js";

/**
 * What a piece is to hold, in bytes. Small, because a change of one entry costs a piece or two; not smaller, because
 * each push gathers its pieces and each publication hands all of them to the serving thread: of 10,000 resources they
 * are about a hundred.
 */
export const pieceBytes = 64 * 1024;

/** The pieces as one, copied into shared memory of its own. */
export function joinPieces(pieces: readonly Piece[]): Piece {
  const entries = pieces.reduce((sum, piece) => sum + countEntries(piece), 0);
  const size = pieces.reduce((sum, piece) => sum + piece.bytes.length, 0);
  const offsets = new Uint32Array(new SharedArrayBuffer((entries + 1) * Uint32Array.BYTES_PER_ELEMENT));
  const bytes = new Uint8Array(new SharedArrayBuffer(size));
  let at = 0;
  let entry = 0;
  for (const piece of pieces) {
    bytes.set(piece.bytes, at);
    const [first = 0] = piece.offsets;
    for (const offset of piece.offsets.subarray(1)) {
      entry += 1;
      offsets[entry] = at + offset - first;
    }
    at += piece.bytes.length;
  }
  return { offsets, bytes };
}

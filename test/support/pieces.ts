import { type Collection, countEntries, entryOf } from "../../src/model/index.js";

/** The entries of all pieces, in their order. */
export function entriesOf({ pieces }: Collection): Uint8Array[] {
  return pieces.flatMap((piece) => Array.from({ length: countEntries(piece) }, (_, index) => entryOf(piece, index)));
}

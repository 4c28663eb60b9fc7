import { type Collection, countEntries, entryOf } from "../model/index.js";
import type { Content } from "./content.js";

/**
 * A whole collection: its own lists and its own buffers. Each stream keeps one of each type, so it is no more than a reference
 * until an entry is asked for.
 */
export class WholeContent implements Content {
  readonly #collection: Collection;
  /** The index of the first entry of each piece. */
  #starts: readonly number[] | undefined;

  constructor(collection: Collection) {
    this.#collection = collection;
  }

  get version(): string {
    return this.#collection.version;
  }

  get names(): readonly string[] {
    return this.#collection.names;
  }

  get versions(): readonly string[] {
    return this.#collection.versions;
  }

  get pieces(): readonly Uint8Array[] {
    return this.#collection.pieces.map(({ bytes }) => bytes);
  }

  frame(index: number): Uint8Array {
    this.#starts ??= startsOf(this.#collection);
    const at = lastAtMost(this.#starts, index);
    const piece = this.#collection.pieces[at];
    return piece === undefined ? new Uint8Array() : entryOf(piece, index - (this.#starts[at] ?? 0));
  }
}

function startsOf({ pieces }: Collection): readonly number[] {
  let next = 0;
  return pieces.map((piece) => {
    const start = next;
    next += countEntries(piece);
    return start;
  });
}

/** Position of the last number that is not above `value` in a list that rises, or -1. */
function lastAtMost(rising: readonly number[], value: number): number {
  let low = 0;
  let high = rising.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((rising[middle] ?? 0) <= value) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

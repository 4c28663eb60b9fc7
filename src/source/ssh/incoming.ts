/** Pieces of a stream, waiting to be taken; never more of them than the limit. */
export interface Incoming {
  /** The next piece; undefined where the stream has ended. Throws what it failed with. */
  next(): Promise<Buffer | undefined>;
  /** Gives back what was taken too much. */
  putBack(rest: Buffer): void;
  /** How much may come from now on; more fails with the error. */
  limit(maxBytes: number, tooMuch: () => Error): void;
  add(piece: Buffer): void;
  end(): void;
  fail(error: unknown): void;
}

export function makeIncoming(maxBytes: number, error: () => Error): Incoming {
  const pieces: Buffer[] = [];
  let left = maxBytes;
  let tooMuch = error;
  let ended = false;
  let failure: { readonly error: unknown } | undefined;
  let wake: (() => void) | undefined;
  const changed = () => {
    wake?.();
    wake = undefined;
  };
  const fail = (error: unknown) => {
    failure ??= { error };
    changed();
  };
  return {
    async next() {
      for (;;) {
        if (failure !== undefined) throw failure.error;
        const piece = pieces.shift();
        if (piece !== undefined || ended) return piece;
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    },
    putBack(rest) {
      if (rest.length > 0) pieces.unshift(rest);
    },
    limit(newMaxBytes, newError) {
      left = newMaxBytes;
      tooMuch = newError;
    },
    add(piece) {
      left -= piece.length;
      if (left < 0) return fail(tooMuch());
      pieces.push(piece);
      changed();
    },
    end() {
      ended = true;
      changed();
    },
    fail,
  };
}

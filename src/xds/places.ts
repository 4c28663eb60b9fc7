/** A stream's place, or its wait for one. */
export interface Place {
  readonly waits: boolean;
  /** Gives it back; calling it again does nothing. */
  leave(): void;
}

/** Bounds the streams that are served at a time: first come, first served. */
export interface Places {
  /**
   * Calls `begin` as soon as there is a place, at once where there is one. Undefined where even the line is full: then it
   * is never called.
   */
  take(begin: () => void): Place | undefined;
}

/** `most` are served, as many as `line` wait. */
export function createPlaces({ most, line }: { readonly most: number; readonly line: number }): Places {
  let free = most;
  const waiting = new Set<() => void>();
  return {
    take(begin) {
      if (free === 0 && waiting.size >= line) return undefined;
      let state: "waiting" | "taken" | "left" = "waiting";
      const start = () => {
        waiting.delete(start);
        free -= 1;
        state = "taken";
        begin();
      };
      if (free > 0) start();
      else waiting.add(start);
      return {
        get waits() {
          return state === "waiting";
        },
        leave() {
          if (state === "taken") free += 1;
          state = "left";
          waiting.delete(start);
          const [next] = waiting;
          if (free > 0) next?.();
        },
      };
    },
  };
}

import type { Clock } from "../util/clock.js";

/** Gives a slot back; calling it again does nothing. */
export type Release = () => void;

/** One stream's way to slots. */
export interface Lane {
  /** Undefined while none is free; `retry` is called when one may be. A lane that let a slot lapse gets none until it ACKs. */
  take(): Release | undefined;
  /** Tells that the stream's client is taking what it gets. */
  acked(): void;
  /** Gives every slot back: the stream is gone. */
  leave(): void;
}

/** Bounds the large messages in flight over all streams, first come, first served. */
export interface Fanout {
  lane(retry: () => void): Lane;
}

/**
 * A slot is freed by its release or, where a client is slow, by the passing of `lapseMs`: so that slow clients hold up
 * others for no longer than that, once.
 */
export function createFanout({
  slots,
  lapseMs,
  clock,
}: {
  readonly slots: number;
  readonly lapseMs: number;
  readonly clock: Clock;
}): Fanout {
  let free = slots;
  const waiting = new Map<Lane, () => void>();

  const wake = () => {
    for (const [lane, retry] of waiting) {
      if (free === 0) return;
      waiting.delete(lane);
      retry();
    }
  };

  return {
    lane(retry) {
      const held = new Set<Release>();
      let lapsed = false;
      const lane: Lane = {
        take() {
          if (lapsed) return undefined;
          if (free === 0) {
            waiting.set(lane, retry);
            return undefined;
          }
          free -= 1;
          const release = () => {
            if (!held.delete(release)) return;
            cancel();
            free += 1;
            wake();
          };
          const cancel = clock.after(lapseMs, () => {
            lapsed = true;
            release();
          });
          held.add(release);
          return release;
        },
        acked() {
          lapsed = false;
        },
        leave() {
          waiting.delete(lane);
          for (const release of [...held]) release();
        },
      };
      return lane;
    },
  };
}

import type { Clock } from "../util/clock.js";

/** Counts one more; the milliseconds to wait before the next, 0 while there is no need to. */
export type Rate = () => number;

/** Lets `burst` through at once and `perSecond` from then on. */
export function createRate({
  perSecond,
  burst,
  clock,
}: {
  readonly perSecond: number;
  readonly burst: number;
  readonly clock: Clock;
}): Rate {
  let left = burst;
  let at = clock.elapsed();
  return () => {
    const now = clock.elapsed();
    left = Math.min(burst, left + ((now - at) / 1_000) * perSecond) - 1;
    at = now;
    return left > 0 ? 0 : Math.ceil(((1 - left) / perSecond) * 1_000);
  };
}

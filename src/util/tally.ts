import type { Clock } from "./clock.js";

/** Takes what is to be counted. */
export interface Tally<T> {
  (item: T): void;
  /** Tells now of what has not been told of. */
  flush(): void;
}

interface TallyOptions {
  readonly clock: Clock;
  readonly pauseMs: number;
  /** How many are told of at once, each by itself; one without it. */
  readonly burst?: number;
}

/**
 * Counts what anybody can cause as often as they like: the first `burst` within `pauseMs` are told of at once, and of the rest
 * the latest when that time is over, with their count.
 */
export function makeTally<T>(
  { clock, pauseMs, burst = 1 }: TallyOptions,
  tell: (latest: T, count: number) => void,
): Tally<T> {
  let latest: { readonly item: T } | undefined;
  let count = 0;
  let told = 0;

  const tellOf = (item: T, times: number) => {
    if (told === 0) clock.after(pauseMs, begin);
    told += 1;
    tell(item, times);
  };
  const flush = () => {
    if (latest === undefined) return;
    const { item } = latest;
    const times = count;
    latest = undefined;
    count = 0;
    tellOf(item, times);
  };
  const begin = () => {
    told = 0;
    flush();
  };
  const add = (item: T) => {
    if (told < burst) return tellOf(item, 1);
    latest = { item };
    count += 1;
  };
  return Object.assign(add, { flush });
}

import type { Clock } from "./clock.js";

/**
 * Counts what anybody can cause as often as they like: the first is told of at once, and then the latest at most every
 * `pauseMs`, with the count since it was last told.
 */
export function makeTally<T>(
  { clock, pauseMs }: { readonly clock: Clock; readonly pauseMs: number },
  tell: (latest: T, count: number) => void,
): (item: T) => void {
  let latest: { readonly item: T } | undefined;
  let count = 0;
  let paused = false;

  const next = () => {
    paused = latest !== undefined;
    if (latest === undefined) return;
    const { item } = latest;
    const times = count;
    latest = undefined;
    count = 0;
    clock.after(pauseMs, next);
    tell(item, times);
  };

  return (item) => {
    latest = { item };
    count += 1;
    if (!paused) next();
  };
}

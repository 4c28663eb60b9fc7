/**
 * Delay before try number `attempt` (from 1) after failures: doubles from one second to five minutes, then spread over
 * the upper half, so that replicas that failed together do not come back together.
 */
export function backoffMs(attempt: number, random: () => number = Math.random): number {
  const full = Math.min(300_000, 1_000 * 2 ** Math.min(attempt - 1, 20));
  return Math.round(full * (0.5 + random() / 2));
}

/** The interval, ten percent more or less, so that many pollers of one remote spread out. */
export function jitteredMs(intervalMs: number, random: () => number = Math.random): number {
  return Math.round(intervalMs * (0.9 + random() * 0.2));
}

/** A wait that somebody else asked for, up to ten percent more, so that many who were told the same spread out. */
export function atLeastMs(ms: number, random: () => number = Math.random): number {
  return Math.round(ms * (1 + random() / 10));
}

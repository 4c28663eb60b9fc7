import type { Registry } from "prom-client";
import type { Clock } from "../../util/clock.js";
import type { ServedListener } from "../status.js";
import type { Handlers } from "./handlers.js";

/** What metrics know besides events. */
export interface MetricsContext {
  /** Of gitxds. */
  readonly version: string;
  /** Names of the configured sources: their series are there from the start, at zero. */
  readonly sources: readonly string[];
  /** What each listener serves now; asked at each scrape. */
  readonly served: () => readonly ServedListener[];
  readonly clock: Clock;
}

/** Adds the metrics of one concept to the registry, and says which events they are made of. */
export type MetricGroup = (registry: Registry, context: MetricsContext) => Handlers;

/** Upper bounds for durations from a local look to a slow rollout, in seconds. */
export const durationBuckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300];

/** Seconds between the two, never less than none: the machine's time may have been set back. */
export function secondsBetween(from: Date, to: Date): number {
  return Math.max(0, to.getTime() - from.getTime()) / 1_000;
}

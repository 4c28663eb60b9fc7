import type { Event } from "../../model/index.js";
import type { Clock } from "../clock.js";
import { makeTally, type Tally } from "../tally.js";
import type { Log } from "./create.js";
import { logEvent } from "./event.js";

/** Clients cause these as often as they like. */
const boundedTypes: ReadonlySet<Event["type"]> = new Set([
  "stream-opened",
  "stream-held",
  "stream-slowed",
  "stream-identified",
  "stream-closed",
  "nacked",
  "stale-look",
]);

/** Lines of each of these types within `pauseMs`, and then one with the count of the rest. */
const burst = 100;
const pauseMs = 60_000;

/** Writes events to a log. */
export interface EventLog {
  write(event: Event): void;
  /** Writes what has only been counted so far, before the log ends. */
  flush(): void;
}

/** An event log that clients cannot fill: what they cause is written in full at first, and then the latest with a count. */
export function createEventLog(log: Log, clock: Clock): EventLog {
  const tallies = new Map<Event["type"], Tally<Event>>();
  for (const type of boundedTypes) {
    tallies.set(
      type,
      makeTally({ clock, pauseMs, burst }, (latest, count) => logEvent(log, latest, count)),
    );
  }
  return {
    write(event) {
      const tally = tallies.get(event.type);
      if (tally === undefined) logEvent(log, event);
      else tally(event);
    },
    flush() {
      for (const tally of tallies.values()) tally.flush();
    },
  };
}

import type { Emit, OnStaleRemote } from "../model/index.js";
import type { Clock } from "../util/clock.js";

/** How long a new client waits for a look at the remote before it counts as failed. In ms. */
const timeoutMs = 3_000;

interface FreshnessOptions {
  readonly onStaleRemote: OnStaleRemote;
  /**
   * Resolves with true once what is served is what a look from now on found, with false where the remote cannot be looked
   * at; asked patiently, with true alone, whenever that is.
   */
  readonly ask: (patient: boolean) => Promise<boolean>;
  readonly clock: Clock;
  readonly emit: Emit;
}

/** Streams that come together ask together. In ms. */
const gatherMs = 10;

/** The streams that ask together. */
interface Batch {
  streams: number;
  readonly done: Promise<void>;
}

/**
 * Keeps a client that comes from another replica from being taken back to an older commit: it is answered once a look at
 * the remote that began after it came has been decided. Where the remote cannot be looked at in time, what is served is
 * the last good, and that is told; or it waits on, as it is configured. All clients are of one listener, which events call as
 * it is given.
 */
export function makeFreshness({
  onStaleRemote,
  ask,
  clock,
  emit,
}: FreshnessOptions): (listener: string) => Promise<void> {
  let gathering: Batch | undefined;

  const look = async (listener: string, batch: { readonly streams: number }) => {
    await lapse(clock, gatherMs);
    gathering = undefined;
    const outcome = await Promise.race([ask(false), lapse(clock, timeoutMs)]);
    if (outcome === true) return;
    const reason = outcome === "timeout" ? "timeout" : "failing";
    emit({ type: "stale-look", listener, reason, streams: batch.streams, action: onStaleRemote });
    if (onStaleRemote === "wait") await ask(true);
  };
  return (listener) => {
    if (gathering === undefined) {
      const counted = { streams: 0 };
      gathering = Object.assign(counted, { done: look(listener, counted) });
    }
    gathering.streams += 1;
    return gathering.done;
  };
}

function lapse(clock: Clock, ms: number): Promise<"timeout"> {
  return new Promise((resolve) => clock.after(ms, () => resolve("timeout")));
}

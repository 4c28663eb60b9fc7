import type { Clock } from "../util/clock.js";
import type { RawStream } from "./ads.js";
import type { Limits } from "./limits.js";
import { createRate } from "./rate.js";

/** What comes of reading. */
export interface Intake {
  readonly onRequest: (bytes: Buffer) => void;
  /** No request came in the time for the first. */
  readonly onSilence: () => void;
  /** Requests come faster than they are read; told once. */
  readonly onHurry: () => void;
}

/**
 * Reads the requests of a stream, no faster than the limit: until then and in between the client is held by HTTP/2's flow
 * control. The returned function ends the timers.
 */
export function readRequests(
  call: RawStream,
  { onRequest, onSilence, onHurry }: Intake,
  { clock, limits }: { readonly clock: Clock; readonly limits: Limits },
): () => void {
  const count = createRate({ perSecond: limits.requestsPerSecond, burst: limits.requestBurst, clock });
  let hurried = false;
  let cancel = clock.after(limits.firstRequestMs, onSilence);
  call.on("data", (bytes: Buffer) => {
    cancel();
    const waitMs = count();
    if (waitMs > 0) {
      call.pause();
      cancel = clock.after(waitMs, () => call.resume());
      if (!hurried) onHurry();
      hurried = true;
    }
    onRequest(bytes);
  });
  return () => cancel();
}

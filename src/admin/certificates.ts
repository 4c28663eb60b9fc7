import type { Emit, ListenerCertificate } from "../model/index.js";
import type { Clock } from "../util/clock.js";

/** The certificates of listeners. */
export interface Certificates {
  readonly observe: Emit;
  /** By the listener's address as bound; null where it serves plaintext. */
  of(listener: string): ListenerCertificate | null;
}

/** Keeps what events tell of certificates for the status: the latest of each listener. */
export function trackCertificates(clock: Clock): Certificates {
  const latest = new Map<string, ListenerCertificate>();
  return {
    observe(event) {
      if (event.type === "certificate-loaded") {
        latest.set(event.listener, { notAfter: event.notAfter.toISOString(), error: null });
      }
      if (event.type === "certificate-refused") {
        const { listener, code, message, remedy } = event;
        const before = latest.get(listener);
        if (before === undefined) return;
        latest.set(listener, { ...before, error: { code, message, remedy, at: clock.now().toISOString() } });
      }
    },
    of: (listener) => latest.get(listener) ?? null,
  };
}

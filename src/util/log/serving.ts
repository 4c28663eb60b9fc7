import type { Event } from "../../model/index.js";
import type { Log } from "./create.js";

type ServingEvent = Extract<
  Event,
  { readonly type: "certificate-loaded" | "certificate-refused" | "certificate-ending" | "connections-refused" }
>;

/** A certificate may be for hundreds of names. */
const maxNames = 500;

/** Writes what happened at a listener before a stream came to be. */
export function logServing(log: Log, event: ServingEvent): void {
  const { listener } = event;
  switch (event.type) {
    case "certificate-loaded": {
      const { file, names, notAfter } = event;
      const fields = { listener, file, names: names.slice(0, maxNames), notAfter: notAfter.toISOString() };
      log.info(fields, "new connections get this certificate");
      return;
    }
    case "certificate-refused": {
      const { code, message, remedy } = event;
      log.error({ listener, code, remedy }, `the certificate is not taken, the one before stays in use: ${message}`);
      return;
    }
    case "certificate-ending": {
      const { code, file, ended, remedy } = event;
      const fields = { listener, code, file, notAfter: event.notAfter.toISOString(), remedy };
      if (ended) log.error(fields, "the certificate has ended: clients do not take it");
      else log.warn(fields, "the certificate is about to end");
      return;
    }
    case "connections-refused": {
      const { code, reason, remedy, peer, count } = event;
      log.warn({ listener, code, peer, remedy, count }, `connection refused: ${reason}`);
    }
  }
}

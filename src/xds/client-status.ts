import type { ClientStatus, Snapshot } from "../model/index.js";
import { isAt } from "./next-push.js";
import type { StreamState } from "./stream-state.js";
import { clientText } from "./text.js";

/** A stream as `GET /api/v1/status` shows it: every type asked for, answered or not. */
export function clientStatus(
  stream: StreamState,
  newest: Snapshot | undefined,
  who: Omit<ClientStatus, "synced" | "collections">,
): ClientStatus {
  return {
    ...who,
    synced: newest !== undefined && isAt(stream, newest),
    collections: [...stream.types.values()].map(({ typeUrl, sent, acked, nack }) => ({
      typeUrl,
      sent: sent?.content.version ?? null,
      acked,
      nack: nack && { ...nack, message: clientText(nack.message, 1_000) },
    })),
  };
}

import type { FindingRow } from "../row.js";

/** What the connection pools of DestinationRule and Sidecar can have wrong with their meaning. */
export const connectionPoolFindings = {
  connectionPool: {
    code: "GX533",
    severity: "error",
    statement:
      "A connection pool sets something, has no negative limits, and its keepalive has an interval and a timeout.",
    why: "Envoy has no negative limits, and a keepalive without its times never pings. istiod refuses the whole resource, with what else it sets.",
    fix: "Write limits of 0 or more, both times of a keepalive, or remove the pool.",
  },
} as const satisfies Record<string, FindingRow>;

import type { FindingRow } from "../row.js";

/** What the connection pools of DestinationRule and Sidecar can have wrong with their meaning. */
export const connectionPoolFindings = {
  connectionPool: {
    code: "GX533",
    severity: "error",
    statement:
      "A connection pool sets something, has no negative limits, and its keepalive has an interval and a timeout.",
  },
} as const satisfies Record<string, FindingRow>;

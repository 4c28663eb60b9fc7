import type { FindingRow } from "./row.js";

/** What no stage foresaw. */
export const pipelineFindings = {
  unexpected: {
    code: "GX099",
    severity: "error",
    statement: "Nothing but what the other codes name may go wrong: this is a mistake in gitxds.",
  },
} as const satisfies Record<string, FindingRow>;

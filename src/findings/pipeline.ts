import type { FindingRow } from "./row.js";

/** What no stage foresaw. */
export const pipelineFindings = {
  unexpected: {
    code: "GX099",
    severity: "error",
    statement: "Nothing but what the other codes name may go wrong: this is a mistake in gitxds.",
    why: "A verdict that was not reached is no approval, so the commit is rejected.",
    fix: "Report it with the message and, if you can, the file that it names.",
    example: { none: "it would be a bug" },
  },
} as const satisfies Record<string, FindingRow>;

import type { FindingRow } from "./row.js";

/** What no stage foresaw. */
export const pipelineFindings = {
  unsaved: {
    code: "GX097",
    severity: "warning",
    statement: "The last good snapshot must be writable beside the clone.",
    why: "Without it a restart has to wait for the remote before it can answer.",
    fix: "Free space on the disk, or make the state directory writable.",
    example: { none: "it takes a full disk" },
  },
  unusable: {
    code: "GX098",
    severity: "warning",
    statement: "The last good snapshot on disk must be as it was written.",
    why: "A file that is damaged or of a newer gitxds is set aside and never served; the remote is waited for instead.",
    fix: "Nothing, if it was written by a newer gitxds; else look at the disk.",
    example: { none: "it takes a damaged disk" },
  },
  unexpected: {
    code: "GX099",
    severity: "error",
    statement: "Nothing but what the other codes name may go wrong: this is a mistake in gitxds.",
    why: "A verdict that was not reached is no approval, so the commit is rejected.",
    fix: "Report it with the message and, if you can, the file that it names.",
    example: { none: "it would be a bug" },
  },
} as const satisfies Record<string, FindingRow>;

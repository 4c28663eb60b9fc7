import type { FindingRow } from "./row.js";

/** Why the gate keeps a commit back. */
export const gateFindings = {
  nothingServable: {
    code: "GX090",
    severity: "error",
    statement: "A commit that holds no resource of a served kind is held, unless empty commits are allowed.",
  },
} as const satisfies Record<string, FindingRow>;

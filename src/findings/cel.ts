import type { FindingRow } from "./row.js";

/** The rules in CEL that Kubernetes holds a kind's fields to. */
export const celFindings = {
  ruleBroken: {
    code: "GX214",
    severity: "error",
    statement: "A value must keep the rules of its field that relate fields to each other or look into a text.",
  },
  ruleFailed: {
    code: "GX215",
    severity: "error",
    statement: "A rule of a field must give an answer for its value: Kubernetes refuses what a rule cannot judge.",
  },
} as const satisfies Record<string, FindingRow>;

import type { FindingRow } from "./row.js";

/** The rules in CEL that Kubernetes holds a kind's fields to. */
export const celFindings = {
  ruleBroken: {
    code: "GX214",
    severity: "error",
    statement: "A value must keep the rules of its field that relate fields to each other or look into a text.",
    why: "Kubernetes asks these rules when a resource is applied, and refuses what breaks them: two ways to say the same that disagree, say.",
    fix: "Do what the message names; most often, remove one of two fields.",
  },
  ruleFailed: {
    code: "GX215",
    severity: "error",
    statement: "A rule of a field must give an answer for its value: Kubernetes refuses what a rule cannot judge.",
    why: "A rule that cannot be asked, of a duration without a unit for instance, has not been kept; passing it over would let through what an API server stops.",
    fix: "Write the value in the form that the rule reads, as in 5s for a duration.",
  },
} as const satisfies Record<string, FindingRow>;

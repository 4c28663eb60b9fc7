import type { FindingRow } from "./row.js";

/** Why the gate keeps a commit back. */
export const gateFindings = {
  nothingServable: {
    code: "GX090",
    severity: "error",
    statement: "A commit that holds no resource of a served kind is held, unless empty commits are allowed.",
    why: "Served, it would make istiod delete every route and policy that it has; a wrong path is far more common than an empty mesh.",
    fix: "Point the path at the folder that holds the Istio YAML, or pass --allow-empty if an empty mesh is meant.",
    example: { none: "only a commit can be held" },
  },
} as const satisfies Record<string, FindingRow>;

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
  skipped: {
    code: "GX091",
    severity: "warning",
    statement: "A commit that the configuration skips is never live.",
    why: "Someone found that it does harm; every replica reads the same list and keeps away from it.",
    fix: "Push a commit that mends it; what follows a skipped commit may be live. Or take it off the list.",
    example: { none: "only a commit can be held" },
  },
  tooManyDeletions: {
    code: "GX092",
    severity: "error",
    statement: "A commit that removes too much of a collection is held until it is confirmed.",
    why: "A script that went wrong or a moved folder would take routes and policies out of the mesh all at once.",
    fix: "Revert it, or confirm it: push a commit with the trailer Gitxds-Allow-Deletions: true, or list it under accept.",
    example: { none: "only a commit can be held" },
  },
  rewritten: {
    code: "GX093",
    severity: "error",
    statement: "With history: fast-forward, a commit whose history lacks the live one is held until it is accepted.",
    why: "A forced push takes commits away that were reviewed and served, by mistake or on purpose; whoever may push could undo a policy so.",
    fix: "Push a commit that follows the live one, or list the new head under accept.",
    example: { none: "only a commit can be held" },
  },
} as const satisfies Record<string, FindingRow>;

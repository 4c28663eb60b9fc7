import type { FindingRow } from "../row.js";

/** What AuthorizationPolicy asks beyond its schema. */
export const authorizationPolicyFindings = {
  provider: {
    code: "GX520",
    severity: "error",
    statement: "A policy with action CUSTOM names its provider, and no other action has one.",
  },
  noRules: {
    code: "GX521",
    severity: "error",
    statement: "A policy with action DENY or CUSTOM has a rule: without one it would never apply.",
  },
  notForCustom: {
    code: "GX522",
    severity: "error",
    statement:
      "A policy with action CUSTOM matches by what is known before authentication: no identities and no token.",
  },
  emptyClause: {
    code: "GX523",
    severity: "error",
    statement: "A source, an operation and a condition must each ask for something.",
  },
  identity: {
    code: "GX524",
    severity: "error",
    statement: "Service accounts are written as name or namespace/name, trust domains without a slash.",
  },
  condition: {
    code: "GX525",
    severity: "error",
    statement:
      "A condition's key must be an attribute that Istio knows, and its values must be of that attribute's form.",
  },
  pathTemplate: {
    code: "GX526",
    severity: "error",
    statement: "In a path, {*} stands for one segment and {**} for the rest: braces have no other use.",
  },
  deniesAllTcp: {
    code: "GX527",
    severity: "warning",
    statement: "A DENY rule of HTTP attributes alone denies all traffic on TCP ports, where there are none of them.",
  },
} as const satisfies Record<string, FindingRow>;

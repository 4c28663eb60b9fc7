import type { FindingRow } from "../row.js";

/** What AuthorizationPolicy asks beyond its schema. */
export const authorizationPolicyFindings = {
  provider: {
    code: "GX520",
    severity: "error",
    statement: "A policy with action CUSTOM names its provider, and no other action has one.",
    why: "Without its provider no authorizer is asked and istiod refuses the policy; with another action the provider would never be asked.",
    fix: "Name one of meshConfig.extensionProviders with action CUSTOM, and leave provider out otherwise.",
  },
  noRules: {
    code: "GX521",
    severity: "error",
    statement: "A policy with action DENY or CUSTOM has a rule: without one it would never apply.",
    why: "A DENY policy without rules denies nothing and a CUSTOM one asks nobody, though both look like a locked door.",
    fix: "Add a rule; an empty one, {}, matches every request.",
  },
  notForCustom: {
    code: "GX522",
    severity: "error",
    statement:
      "A policy with action CUSTOM matches by what is known before authentication: no identities and no token.",
    why: "The external authorizer is asked before Istio has checked certificates and tokens, so such a rule could never match.",
    fix: "Match by addresses, operations or headers, and let the provider look at identities.",
  },
  emptyClause: {
    code: "GX523",
    severity: "error",
    statement: "A source, an operation and a condition must each ask for something.",
    why: "An empty source or operation matches everything: a rule that seems to name someone would be open to all.",
    fix: "Add a field to it, or remove it to say that everything is meant.",
  },
  identity: {
    code: "GX524",
    severity: "error",
    statement: "Service accounts are written as name or namespace/name, trust domains without a slash.",
    why: "Identities are compared as they stand; one that is written in another form matches no client.",
    fix: "Write name or namespace/name for a service account, and a trust domain as in cluster.local.",
  },
  condition: {
    code: "GX525",
    severity: "error",
    statement:
      "A condition's key must be an attribute that Istio knows, and its values must be of that attribute's form.",
    why: "A condition on an attribute that does not exist never holds: an ALLOW rule would admit nobody, a DENY rule stop nobody.",
    fix: "Write one of the attributes of the message, with the name in brackets where it has one, as in request.headers[x-team].",
  },
  pathTemplate: {
    code: "GX526",
    severity: "error",
    statement: "In a path, {*} stands for one segment and {**} for the rest: braces have no other use.",
    why: "Braces elsewhere are no template: the path would be refused, or compared with the braces in it.",
    fix: "Write {*} for one whole segment and {**} once, after the last {*}.",
  },
  deniesAllTcp: {
    code: "GX527",
    severity: "warning",
    statement: "A DENY rule of HTTP attributes alone denies all traffic on TCP ports, where there are none of them.",
    why: "On a TCP port there are no paths and methods. A DENY rule counts what it cannot read as matched, so such ports are closed for everyone.",
    fix: "Add the HTTP ports that are meant to the rule's operation.",
  },
} as const satisfies Record<string, FindingRow>;

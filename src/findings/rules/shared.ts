import type { FindingRow } from "../row.js";

/** What the semantic rules of several kinds have in common. */
export const sharedFindings = {
  host: {
    code: "GX500",
    severity: "error",
    statement: "A host must be a DNS name, with a wildcard or an IP address only where the field takes one.",
    why: "A host that is no DNS name is never asked for, so the route or policy would never apply; a wildcard in the wrong place matches nothing.",
    fix: "Write a full DNS name, or a short one where the field takes it, with * in place of the first label at most.",
  },
  label: {
    code: "GX501",
    severity: "error",
    statement: "A label's key and value must have the syntax of Kubernetes labels.",
    why: "No pod can carry such a label, so nothing would be selected.",
    fix: "Write the label as it stands on the pods: letters, digits, dashes, underscores and dots.",
  },
  exportTo: {
    code: "GX502",
    severity: "error",
    statement:
      "The list exportTo names namespaces, each once; *, ~ and a workload selector narrow what may stand beside.",
    why: "An entry that is no namespace exports to nobody, and one beside * is most often meant to narrow what * opens.",
    fix: "Name each namespace once, or write * or . alone.",
  },
  selector: {
    code: "GX503",
    severity: "error",
    statement: "A workload selector compares whole labels: its keys are not empty, and there are no wildcards.",
    why: "Labels are compared as they stand: a wildcard or an empty key selects no workload, and the policy guards nothing.",
    fix: "Write whole keys and values, or select by a label that all of the workloads have.",
  },
  selectsAll: {
    code: "GX504",
    severity: "warning",
    statement: "A workload selector without labels selects every workload of its namespace.",
    why: "An empty selector reads like a narrow one and applies to the whole namespace, in the root namespace to the whole mesh.",
    fix: "Add labels, or remove the selector to say that all workloads are meant.",
  },
  targetRef: {
    code: "GX505",
    severity: "error",
    statement:
      "A policy can be attached to a Service, ServiceEntry, Gateway or GatewayClass of its own namespace only.",
    why: "A policy that is attached to something else, or in another namespace, is attached to nothing and guards nothing.",
    fix: "Refer to a Service, ServiceEntry, Gateway or GatewayClass, and put the policy in that one's namespace.",
  },
  port: {
    code: "GX506",
    severity: "error",
    statement: "A port is a number from 1 to 65535; a policy that compares ports may name 0.",
    why: "Nothing listens on such a port: Envoy would refuse the listener, or a rule would never match.",
    fix: "Write a number from 1 to 65535.",
  },
  protocol: {
    code: "GX507",
    severity: "error",
    statement: "A port's protocol must be one that Istio knows.",
    why: "The protocol decides how Envoy reads a connection; with an unknown one istiod refuses the resource.",
    fix: "Write one of the protocols that the message lists, such as HTTP, HTTPS, GRPC, TCP or TLS.",
  },
  duration: {
    code: "GX508",
    severity: "error",
    statement: "A duration is a whole number of milliseconds within its field's bounds.",
    why: "istiod and Envoy count in milliseconds: what is shorter or has no unit would be no timeout at all, or another one.",
    fix: "Write a number with its unit, as in 500ms, 1.5s or 1h30m.",
  },
  headerName: {
    code: "GX509",
    severity: "error",
    statement: "A header's name must consist of the characters that HTTP, or its field, allows.",
    why: "A header of such a name cannot be sent, so a match never holds and a change has no effect; Envoy may refuse the route.",
    fix: "Use letters, digits and -, and no colon or space.",
  },
  headerValue: {
    code: "GX510",
    severity: "error",
    statement: "A header's value holds no control characters, and its % signs are doubled or enclose a variable.",
    why: "Envoy reads % as the start of a variable: a lone one makes it refuse the configuration, and the proxy keeps its old routes.",
    fix: "Write %% for a percent sign, and variables as %NAME% or %NAME(argument)%.",
  },
  address: {
    code: "GX511",
    severity: "error",
    statement: "An address must be an IP address, and where its field takes them a CIDR range or a Unix socket's path.",
    why: "What is no address never matches a client or a destination: a rule that should shut someone out lets them in.",
    fix: "Write an IP address, or a range such as 10.0.0.0/8 where one is taken.",
  },
  percentage: {
    code: "GX512",
    severity: "error",
    statement: "A percentage must lie between 0 and 100.",
    why: "More than all or less than none of the requests cannot be meant, and Envoy refuses it.",
    fix: "Write a number from 0 to 100.",
  },
  regex: {
    code: "GX513",
    severity: "error",
    statement: "A regular expression must have RE2's syntax and at most 1024 bytes.",
    why: "Envoy compiles with RE2, which has no look-around and no back-references. What it cannot compile it refuses, with all routes that came along.",
    fix: "Write the expression in RE2's syntax and keep it short; a prefix or several matches often do.",
  },
  emptyText: {
    code: "GX514",
    severity: "error",
    statement: "A text that something is compared with or named by must not be empty.",
    why: "An empty text matches everything or nothing, depending on the field, and is hardly ever meant.",
    fix: "Write what to compare with, or remove the field.",
  },
  name: {
    code: "GX515",
    severity: "error",
    statement: "A name inside a resource must be a DNS label.",
    why: "Other resources refer to it by this name, as routes do to subsets; istiod refuses what is no DNS label.",
    fix: "Use letters, digits and -, at most 63 of them.",
  },
} as const satisfies Record<string, FindingRow>;

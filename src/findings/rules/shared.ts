import type { FindingRow } from "../row.js";

/** What the semantic rules of several kinds have in common. */
export const sharedFindings = {
  host: {
    code: "GX500",
    severity: "error",
    statement: "A host must be a DNS name, with a wildcard or an IP address only where the field takes one.",
  },
  label: {
    code: "GX501",
    severity: "error",
    statement: "A label's key and value must have the syntax of Kubernetes labels.",
  },
  exportTo: {
    code: "GX502",
    severity: "error",
    statement:
      "The list exportTo names namespaces, each once; *, ~ and a workload selector narrow what may stand beside.",
  },
  selector: {
    code: "GX503",
    severity: "error",
    statement: "A workload selector compares whole labels: its keys are not empty, and there are no wildcards.",
  },
  selectsAll: {
    code: "GX504",
    severity: "warning",
    statement: "A workload selector without labels selects every workload of its namespace.",
  },
  targetRef: {
    code: "GX505",
    severity: "error",
    statement:
      "A policy can be attached to a Service, ServiceEntry, Gateway or GatewayClass of its own namespace only.",
  },
  port: {
    code: "GX506",
    severity: "error",
    statement: "A port is a number from 1 to 65535; a policy that compares ports may name 0.",
  },
  protocol: { code: "GX507", severity: "error", statement: "A port's protocol must be one that Istio knows." },
  duration: {
    code: "GX508",
    severity: "error",
    statement: "A duration is a whole number of milliseconds within its field's bounds.",
  },
  headerName: {
    code: "GX509",
    severity: "error",
    statement: "A header's name must consist of the characters that HTTP, or its field, allows.",
  },
  headerValue: {
    code: "GX510",
    severity: "error",
    statement: "A header's value holds no control characters, and its % signs are doubled or enclose a variable.",
  },
  address: {
    code: "GX511",
    severity: "error",
    statement: "An address must be an IP address, and where its field takes them a CIDR range or a Unix socket's path.",
  },
  percentage: { code: "GX512", severity: "error", statement: "A percentage must lie between 0 and 100." },
  regex: {
    code: "GX513",
    severity: "error",
    statement: "A regular expression must have RE2's syntax and at most 1024 bytes.",
  },
  emptyText: {
    code: "GX514",
    severity: "error",
    statement: "A text that something is compared with or named by must not be empty.",
  },
  name: { code: "GX515", severity: "error", statement: "A name inside a resource must be a DNS label." },
} as const satisfies Record<string, FindingRow>;

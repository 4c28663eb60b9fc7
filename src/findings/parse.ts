import type { FindingRow } from "./row.js";

/** What keeps a file from being read, and documents that do not become resources. */
export const parseFindings = {
  syntax: {
    code: "GX101",
    severity: "error",
    statement: "A file must be YAML as Kubernetes reads it.",
  },
  encoding: {
    code: "GX102",
    severity: "error",
    statement: "A file must be UTF-8, or UTF-16 with a byte order mark.",
  },
  duplicateKey: {
    code: "GX103",
    severity: "error",
    statement: "A key may stand once in an object.",
  },
  value: {
    code: "GX104",
    severity: "error",
    statement: "A value must have a form in JSON that keeps it as it is.",
  },
  bounds: {
    code: "GX105",
    severity: "error",
    statement: "A document's size and depth are bounded, what aliases repeat included.",
  },
  notAnObject: {
    code: "GX110",
    severity: "error",
    statement: "A document about Istio must be an object with apiVersion and kind.",
  },
  unknownKind: {
    code: "GX111",
    severity: "error",
    statement: "A document of an Istio group must be of a kind that istiod reads.",
  },
  wrongGroup: {
    code: "GX112",
    severity: "error",
    statement: "A kind must stand under its own API group.",
  },
  name: {
    code: "GX113",
    severity: "error",
    statement: "A resource must have a name of its own.",
  },
  namespace: {
    code: "GX114",
    severity: "error",
    statement: "A namespace must be text.",
  },
  list: {
    code: "GX115",
    severity: "error",
    statement: "A list must hold its documents in items, nested only a few deep.",
  },
  gatewayApi: {
    code: "GX120",
    severity: "warning",
    statement: "Gateway API resources cannot be served over MCP: istiod reads them from Kubernetes only.",
  },
  unrendered: {
    code: "GX121",
    severity: "warning",
    statement: "Kustomize and Helm sources are not rendered: only rendered YAML is served.",
  },
  moreFindings: {
    code: "GX122",
    severity: "error",
    statement: "A file's findings are cut off after the first hundred.",
  },
} as const satisfies Record<string, FindingRow>;

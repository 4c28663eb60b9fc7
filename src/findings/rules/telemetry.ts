import type { FindingRow } from "../row.js";

/** The rules of Telemetry. */
export const telemetryFindings = {
  severalTracings: {
    code: "GX588",
    severity: "warning",
    statement: "Of several tracing entries, and of several providers of one, istiod uses one only.",
    why: "istiod takes one and leaves the others out without a word, so their traces are missing.",
    fix: "Keep one tracing entry with one provider, or write one Telemetry per workload.",
  },
  filterExpression: {
    code: "GX589",
    severity: "error",
    statement: "The filter of access logs is a CEL expression.",
    why: "Envoy could not compile it and would refuse the listener, so istiod refuses the resource and logs stay as they were.",
    fix: "Write an expression that is true for what should be logged, as in response.code >= 400.",
  },
  unnamedTag: {
    code: "GX590",
    severity: "warning",
    statement: "An override without a tag's name changes nothing.",
    why: "There is no tag to change, so the metrics stay as they are.",
    fix: "Write the tag's name, or remove the override.",
  },
} as const satisfies Record<string, FindingRow>;

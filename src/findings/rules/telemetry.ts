import type { FindingRow } from "../row.js";

/** The rules of Telemetry. */
export const telemetryFindings = {
  severalTracings: {
    code: "GX588",
    severity: "warning",
    statement: "Of several tracing entries, and of several providers of one, istiod uses one only.",
  },
  filterExpression: { code: "GX589", severity: "error", statement: "The filter of access logs is a CEL expression." },
  unnamedTag: {
    code: "GX590",
    severity: "warning",
    statement: "An override without a tag's name changes nothing.",
  },
} as const satisfies Record<string, FindingRow>;

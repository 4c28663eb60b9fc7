import type { FindingRow } from "./row.js";

/** What one document alone can have wrong with its fields. */
export const schemaFindings = {
  unknownVersion: {
    code: "GX200",
    severity: "error",
    statement: "The apiVersion must be one that the kind is served under.",
  },
  badName: {
    code: "GX201",
    severity: "error",
    statement: "A resource's name is a DNS-1123 subdomain and its namespace a DNS-1123 label.",
  },
  unknownField: {
    code: "GX202",
    severity: "error",
    statement: "A field must be one that the kind has at that place.",
  },
  missingField: { code: "GX203", severity: "error", statement: "A required field must be present." },
  nullValue: {
    code: "GX204",
    severity: "error",
    statement: "A field that is present must have a value, unless the field takes null.",
  },
  wrongType: { code: "GX205", severity: "error", statement: "A value must be of its field's type." },
  notInEnum: { code: "GX206", severity: "error", statement: "A value must be one of those that its field allows." },
  wrongForm: { code: "GX207", severity: "error", statement: "A text must have the form that its field asks for." },
  outOfRange: { code: "GX208", severity: "error", statement: "A number must lie within its field's bounds." },
  wrongSize: {
    code: "GX209",
    severity: "error",
    statement: "A text, list or map must be neither shorter nor longer than its field allows.",
  },
  exclusiveFields: {
    code: "GX210",
    severity: "error",
    statement: "Of fields that exclude each other at most one may be set.",
  },
  needsOneOf: { code: "GX211", severity: "error", statement: "Of fields that stand for each other one must be set." },
  duplicateEntry: {
    code: "GX212",
    severity: "error",
    statement: "The entries of a list must differ in the fields that tell them apart.",
  },
  noAllowedForm: {
    code: "GX213",
    severity: "error",
    statement: "A value must have one of the forms that its field allows.",
  },
  tooManyWarnings: {
    code: "GX288",
    severity: "warning",
    statement: "Of one resource only the first warnings are listed.",
  },
  tooManyFindings: {
    code: "GX289",
    severity: "error",
    statement: "Of one resource only the first findings are listed.",
  },
} as const satisfies Record<string, FindingRow>;

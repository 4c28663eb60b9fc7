import type { FindingRow } from "../row.js";

/** The rules of EnvoyFilter. */
export const envoyFilterFindings = {
  internals: {
    code: "GX594",
    severity: "warning",
    statement:
      "An EnvoyFilter changes what istiod generates, and its patches are not checked against Envoy's API here.",
  },
  incompletePatch: {
    code: "GX595",
    severity: "error",
    statement: "A config patch says where it applies, what it does, and with which value.",
  },
  wrongMatch: {
    code: "GX596",
    severity: "error",
    statement: "A config patch matches on the kind of object that it applies to.",
  },
  filterMatch: {
    code: "GX597",
    severity: "error",
    statement:
      "A filter is matched by its name, and a filter inside it by name too, for HTTP filters of the HTTP connection manager.",
  },
  ignoredMatch: {
    code: "GX598",
    severity: "warning",
    statement: "A part of a match that istiod leaves out of account.",
  },
  deprecatedFilterName: {
    code: "GX599",
    severity: "warning",
    statement: "A filter is matched by its present name.",
  },
} as const satisfies Record<string, FindingRow>;

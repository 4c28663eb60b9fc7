import type { FindingRow } from "./row.js";

/** What the oldest istiod that is served does not know yet. */
export const sinceFindings = {
  kind: {
    code: "GX220",
    severity: "error",
    statement: "A kind must be one that the Istio version given by --istio-version has.",
    why: "An older istiod never asks for the kind, so nothing of the resource reaches a proxy, and no log says so.",
    fix: "Write it with the kinds of the older version, or raise --istio-version once every istiod has been upgraded.",
    example: { flags: ["--istio-version", "1.29"] },
  },
  field: {
    code: "GX221",
    severity: "error",
    statement: "A field must be one that the Istio version given by --istio-version makes use of.",
    why: "An older istiod leaves a field that it does not know out when it decodes the resource, without a word, and serves the rest.",
    fix: "Remove the field, or raise --istio-version once every istiod has been upgraded.",
    example: { flags: ["--istio-version", "1.27"] },
  },
  value: {
    code: "GX222",
    severity: "error",
    statement: "A value must be one that the Istio version given by --istio-version makes use of.",
    why: "An older istiod drops the resource for a value that it does not know, or takes it for another one; Git looks as if it were in force.",
    fix: "Use a value of the older version, or raise --istio-version once every istiod has been upgraded.",
    example: { flags: ["--istio-version", "1.25"] },
  },
  required: {
    code: "GX223",
    severity: "error",
    statement: "A field that the Istio version given by --istio-version still requires must be present.",
    why: "An older istiod drops the resource without the field, or keeps the version that it had before; newer ones can do without.",
    fix: "Add the field, or raise --istio-version once every istiod has been upgraded.",
    example: { flags: ["--istio-version", "1.26"] },
  },
} as const satisfies Record<string, FindingRow>;

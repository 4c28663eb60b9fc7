import type { FindingRow } from "./row.js";

/** What the schema lets through and the wire format cannot carry. */
export const encodeFindings = {
  unencodable: {
    code: "GX290",
    severity: "error",
    statement: "A resource must hold in the form that is sent: short hosts completed, values in protobuf's types.",
    why: "A value without an encoding cannot be sent, and istiod drops a resource whose short hosts, once completed, no longer fit each other.",
    fix: "Write full names in hosts and sniHosts, and values as the field's type asks for.",
  },
  tooMuch: {
    code: "GX291",
    severity: "error",
    statement: "The resources of a file must not take more than 16 MB once they are encoded.",
    why: "Aliases and long texts can make a small file large: a collection is sent whole to every istiod and kept in memory by each.",
    fix: "Split the file, or shorten what repeats.",
    example: { none: "it would take megabytes" },
  },
} as const satisfies Record<string, FindingRow>;

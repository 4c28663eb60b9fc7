import type { FindingRow } from "./row.js";

/** What the schema lets through and the wire format cannot carry. */
export const encodeFindings = {
  unencodable: {
    code: "GX290",
    severity: "error",
    statement: "A value must have an encoding in the field's protobuf type.",
    why: "What cannot be encoded cannot be sent; sent in another form, istiod would skip it and delete the version that it has stored.",
    fix: "Write the value as the field's type asks for; bytes in base64.",
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

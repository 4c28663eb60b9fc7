import type { FindingRow } from "./row.js";

/** What the schema lets through and the wire format cannot carry. */
export const encodeFindings = {
  unencodable: {
    code: "GX290",
    severity: "error",
    statement: "A value must have an encoding in the field's protobuf type.",
  },
  tooMuch: {
    code: "GX291",
    severity: "error",
    statement: "The resources of a file must not take more than 16 MB once they are encoded.",
  },
} as const satisfies Record<string, FindingRow>;

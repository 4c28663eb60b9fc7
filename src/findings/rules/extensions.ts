import type { FindingRow } from "../row.js";

/** The rules of TrafficExtension and WasmPlugin. */
export const extensionFindings = {
  tooManyBytes: {
    code: "GX591",
    severity: "error",
    statement: "Some texts are bounded in bytes, where a character beyond ASCII takes two to four.",
  },
} as const satisfies Record<string, FindingRow>;

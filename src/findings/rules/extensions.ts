import type { FindingRow } from "../row.js";

/** The rules of TrafficExtension and WasmPlugin. */
export const extensionFindings = {
  tooManyBytes: {
    code: "GX591",
    severity: "error",
    statement: "Some texts are bounded in bytes, where a character beyond ASCII takes two to four.",
    why: "The API server counts characters and Istio bytes, so this text passes the first and is refused by the second.",
    fix: "Shorten the text, or write it in ASCII.",
  },
} as const satisfies Record<string, FindingRow>;

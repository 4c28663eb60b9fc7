import type { FindingRow } from "./row.js";

/** Who is who across the files of a commit. */
export const identityFindings = {
  duplicate: {
    code: "GX301",
    severity: "error",
    statement: "A kind, namespace and name may stand once in all files, whatever the version.",
  },
} as const satisfies Record<string, FindingRow>;

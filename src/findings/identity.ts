import type { FindingRow } from "./row.js";

/** Who is who across the files of a commit. */
export const identityFindings = {
  duplicate: {
    code: "GX301",
    severity: "error",
    statement: "A kind, namespace and name may stand once in all files, whatever the version.",
    why: "Two resources of one name cannot both be stored. Which of them wins would depend on the order of files.",
    fix: "Remove or rename one of the two.",
  },
} as const satisfies Record<string, FindingRow>;

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
  notOwned: {
    code: "GX330",
    severity: "error",
    statement:
      "A resource has to be of a kind and in a namespace that its source owns, where the configuration says what it owns.",
    why: "Several teams' repositories are served together, and what one of them owns no other may define. Without that, a commit in one could change the routes or the policies of another.",
    fix: "Move the resource to the repository that owns its namespace and kind, or extend owns of this source in the configuration of gitxds and restart it.",
    example: { none: "it takes a configuration that says what the source owns" },
  },
} as const satisfies Record<string, FindingRow>;

import type { FindingRow } from "../row.js";

/** What a Gateway's name and servers can have wrong with their meaning. */
export const gatewayFindings = {
  name: { code: "GX542", severity: "error", statement: "A Gateway's name is a DNS label: it has no dots." },
  server: {
    code: "GX543",
    severity: "error",
    statement: "A Gateway has servers, each with a host and a named port that suits what it is bound to.",
  },
  duplicatePortName: {
    code: "GX544",
    severity: "error",
    statement: "The servers of a Gateway must differ in the names of their ports.",
  },
  redirectUnused: {
    code: "GX546",
    severity: "warning",
    statement: "Only a server for plain HTTP can redirect to HTTPS.",
  },
} as const satisfies Record<string, FindingRow>;

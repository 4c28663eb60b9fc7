import type { FindingRow } from "../row.js";

/** The rules of WorkloadEntry, of a ServiceEntry's endpoints, and of WorkloadGroup. */
export const workloadFindings = {
  noAddress: {
    code: "GX568",
    severity: "error",
    statement: "A workload has an address, or is reached over a network.",
  },
  networkOnly: {
    code: "GX569",
    severity: "warning",
    statement: "A workload without an address is reached over its network's gateway only.",
  },
  probeMethod: {
    code: "GX570",
    severity: "error",
    statement: "A probe checks in one of the ways that istiod takes: httpGet, tcpSocket or exec.",
  },
  probeCommand: { code: "GX571", severity: "error", statement: "A probe by exec names a command." },
} as const satisfies Record<string, FindingRow>;

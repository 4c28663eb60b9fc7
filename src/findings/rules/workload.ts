import type { FindingRow } from "../row.js";

/** The rules of WorkloadEntry, of a ServiceEntry's endpoints, and of WorkloadGroup. */
export const workloadFindings = {
  noAddress: {
    code: "GX568",
    severity: "error",
    statement: "A workload has an address, or is reached over a network.",
    why: "A workload that cannot be reached would still get its share of the traffic, which fails.",
    fix: "Write its address, or the network whose gateway leads to it.",
  },
  networkOnly: {
    code: "GX569",
    severity: "warning",
    statement: "A workload without an address is reached over its network's gateway only.",
    why: "Only proxies of other networks find it, through the gateway: those beside it have no way to it.",
    fix: "Write its address too, if workloads of its own network call it.",
  },
  probeMethod: {
    code: "GX570",
    severity: "error",
    statement: "A probe checks in one of the ways that istiod takes: httpGet, tcpSocket or exec.",
    why: "A probe that cannot say how to check tells nothing about a workload's health, and istiod refuses the group.",
    fix: "Add httpGet, tcpSocket or exec.",
    example: { also: ["GX321"] },
  },
  probeCommand: {
    code: "GX571",
    severity: "error",
    statement: "A probe by exec names a command.",
    why: "There is nothing to run, so the check can never succeed.",
    fix: "Write the program and its arguments under exec.command.",
    example: { also: ["GX321"] },
  },
} as const satisfies Record<string, FindingRow>;

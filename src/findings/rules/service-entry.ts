import type { FindingRow } from "../row.js";

/** The rules of ServiceEntry. */
export const serviceEntryFindings = {
  partialWildcard: {
    code: "GX558",
    severity: "warning",
    statement: "A wildcard stands for whole labels of a ServiceEntry's host, but with resolution DYNAMIC_DNS.",
  },
  noAddress: {
    code: "GX559",
    severity: "warning",
    statement: "A TCP port needs addresses to be told from others by, where none are allocated automatically.",
  },
  selectsUnresolved: {
    code: "GX560",
    severity: "warning",
    statement: "A workloadSelector has no use with resolution NONE, which looks for no endpoints.",
  },
  sharedAddress: {
    code: "GX561",
    severity: "warning",
    statement: "Hosts that share addresses cannot be told apart on a TCP port.",
  },
  endpointPort: {
    code: "GX562",
    severity: "error",
    statement: "The ports of an endpoint are ports of its service.",
  },
  unixEndpoint: {
    code: "GX563",
    severity: "error",
    statement: "A service with a Unix socket as endpoint has exactly one port.",
  },
  unresolvableHost: {
    code: "GX564",
    severity: "error",
    statement: "A service that DNS resolves has full host names to look up, or endpoints.",
  },
  dynamicDns: {
    code: "GX565",
    severity: "error",
    statement:
      "Resolution DYNAMIC_DNS takes each request's host: hosts begin with *, protocols carry a host, and there are neither addresses nor endpoints.",
  },
  dynamicDnsWaypoint: {
    code: "GX566",
    severity: "error",
    statement: "A service inside the mesh that uses a waypoint cannot have resolution DYNAMIC_DNS.",
  },
  severalHosts: {
    code: "GX567",
    severity: "error",
    statement:
      "A service of several hosts has ports only whose protocol names the host, unless its resolution is NONE.",
  },
} as const satisfies Record<string, FindingRow>;

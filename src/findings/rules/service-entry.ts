import type { FindingRow } from "../row.js";

/** The rules of ServiceEntry. */
export const serviceEntryFindings = {
  partialWildcard: {
    code: "GX558",
    severity: "warning",
    statement: "A wildcard stands for whole labels of a ServiceEntry's host, but with resolution DYNAMIC_DNS.",
    why: "Proxies match whole labels, so *-v1.example.com is asked for by nobody.",
    fix: "Write *. and the rest of the name, list the hosts, or choose resolution DYNAMIC_DNS.",
  },
  noAddress: {
    code: "GX559",
    severity: "warning",
    statement: "A TCP port needs addresses to be told from others by, where none are allocated automatically.",
    why: "A TCP connection shows its address only. Without one the port takes all traffic to that port number, whatever its host.",
    fix: "Add addresses, or name the protocol if it is HTTP or TLS.",
  },
  selectsUnresolved: {
    code: "GX560",
    severity: "warning",
    statement: "A workloadSelector has no use with resolution NONE, which looks for no endpoints.",
    why: "With resolution NONE traffic goes to the address that the client asked for, never to the selected workloads.",
    fix: "Set the resolution to STATIC, or remove the selector.",
  },
  sharedAddress: {
    code: "GX561",
    severity: "warning",
    statement: "Hosts that share addresses cannot be told apart on a TCP port.",
    why: "Connections to one address look alike: those for one host may be counted as the other's, and get its policies.",
    fix: "Give each host a ServiceEntry with addresses of its own.",
  },
  endpointPort: {
    code: "GX562",
    severity: "error",
    statement: "The ports of an endpoint are ports of its service.",
    why: "A port that the service does not have is never asked for, so the endpoint would be reached at another one.",
    fix: "Name a port of spec.ports, or add it there.",
  },
  unixEndpoint: {
    code: "GX563",
    severity: "error",
    statement: "A service with a Unix socket as endpoint has exactly one port.",
    why: "A socket has no port to tell several apart, so one of them would get the other's traffic.",
    fix: "Leave one port, or make a ServiceEntry for each socket.",
  },
  unresolvableHost: {
    code: "GX564",
    severity: "error",
    statement: "A service that DNS resolves has full host names to look up, or endpoints.",
    why: "There is nothing to look up: Envoy would have no address to send to, and every request fails.",
    fix: "Write full host names, add endpoints, or choose resolution NONE or DYNAMIC_DNS.",
  },
  dynamicDns: {
    code: "GX565",
    severity: "error",
    statement:
      "Resolution DYNAMIC_DNS takes each request's host: hosts begin with *, protocols carry a host, and there are neither addresses nor endpoints.",
    why: "The proxy takes the host from each request, so it needs a protocol that carries one, and a wildcard that leaves it open.",
    fix: "Write hosts as *.example.com with HTTP, HTTP2, GRPC or TLS ports, or choose another resolution.",
  },
  dynamicDnsWaypoint: {
    code: "GX566",
    severity: "error",
    statement: "A service inside the mesh that uses a waypoint cannot have resolution DYNAMIC_DNS.",
    why: "A waypoint sends to known endpoints of the mesh, and with DYNAMIC_DNS there are none.",
    fix: "Remove the label istio.io/use-waypoint, or set the location to MESH_EXTERNAL.",
    example: { also: ["GX323"] },
  },
  severalHosts: {
    code: "GX567",
    severity: "error",
    statement:
      "A service of several hosts has ports only whose protocol names the host, unless its resolution is NONE.",
    why: "On a port that only passes bytes on, nothing says which of the hosts is meant.",
    fix: "Write an HTTP or TLS protocol, or give each host a ServiceEntry of its own.",
    example: { also: ["GX322"] },
  },
} as const satisfies Record<string, FindingRow>;

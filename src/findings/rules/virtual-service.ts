import type { FindingRow } from "../row.js";

/** What a VirtualService can have wrong that its schema does not see. */
export const virtualServiceFindings = {
  exclusive: {
    code: "GX572",
    severity: "error",
    statement:
      "A route does one thing with a request: settings of two answers, or two ways to one, exclude each other.",
  },
  incomplete: {
    code: "GX573",
    severity: "error",
    statement: "A VirtualService needs a route, a route something to do, and a setting a value that it sets.",
  },
  delegate: {
    code: "GX574",
    severity: "error",
    statement: "A VirtualService without hosts is a delegate: HTTP routes only, no gateways, no further delegate.",
  },
  hosts: {
    code: "GX575",
    severity: "error",
    statement: "The hosts of a VirtualService must not cover each other, and * cannot be all hosts of the mesh.",
  },
  gatewayName: {
    code: "GX576",
    severity: "error",
    statement: "A gateway is named by NAMESPACE/NAME, by its name in the same namespace, or as mesh.",
  },
  outdated: {
    code: "GX577",
    severity: "warning",
    statement: "A way of writing that Istio has replaced still works, its successor is better understood.",
  },
  claimAtMesh: {
    code: "GX578",
    severity: "error",
    statement: "Routes can depend on the claims of a token at gateways only, not in sidecars.",
  },
  headerChange: {
    code: "GX579",
    severity: "error",
    statement: "Headers that start with : cannot be changed, and the authority only in requests and in one place.",
  },
  unknownWord: {
    code: "GX580",
    severity: "error",
    statement: "A method, scheme, gRPC status or retry condition must be one that exists.",
  },
  unsupportedFault: {
    code: "GX581",
    severity: "error",
    statement: "A fault that Istio does not implement must not be asked for.",
  },
  redirectPrefix: {
    code: "GX582",
    severity: "error",
    statement: "A redirect can replace the prefix of a path only where the match is by prefix.",
  },
  retriesOff: {
    code: "GX583",
    severity: "error",
    statement: "Retries that are turned off cannot be configured.",
  },
  weights: { code: "GX584", severity: "error", statement: "Of several destinations at least one needs a weight." },
  sniHost: {
    code: "GX585",
    severity: "error",
    statement: "Each SNI host of a TLS route must be covered by a host of its VirtualService.",
  },
  questionable: {
    code: "GX586",
    severity: "warning",
    statement: "A setting that is allowed does nothing, or works in few places or at a cost.",
  },
  outOfRange: {
    code: "GX587",
    severity: "error",
    statement: "A status, a weight, a number of attempts or the size of a body must be one that can be served.",
  },
  unreachableRoute: {
    code: "IST0130",
    severity: "warning",
    statement: "A route must not stand behind others that take all of its requests.",
  },
  repeatedMatch: {
    code: "IST0131",
    severity: "warning",
    statement: "A match must not ask for what an earlier one takes already.",
  },
} as const satisfies Record<string, FindingRow>;

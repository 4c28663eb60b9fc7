import { sidecarFindings } from "../../../findings/rules/sidecar.js";
import type { JsonPath } from "../../../model/index.js";
import type { Problem } from "../../problem.js";
import { showPath } from "../../show.js";
import { problem } from "../rule.js";
import { dnsName } from "../shared/hosts.js";
import { labelName, port } from "../shared/ports.js";

/** istio.networking.v1alpha3.OutboundTrafficPolicy. */
export interface OutboundTrafficPolicy {
  readonly mode?: "REGISTRY_ONLY" | "ALLOW_ANY";
  readonly egressProxy?: {
    readonly host: string;
    readonly subset?: string;
    readonly port?: { readonly number?: number };
  };
}

export function* outboundTrafficPolicy(policy: OutboundTrafficPolicy | undefined, path: JsonPath): Iterable<Problem> {
  const proxy = policy?.egressProxy;
  if (proxy === undefined) return;
  const at = [...path, "egressProxy"];
  if (policy?.mode !== "ALLOW_ANY")
    yield wrong(at, "is for traffic to any destination, which only the mode ALLOW_ANY lets out", "set that mode");
  yield* dnsName(proxy.host, [...at, "host"]);
  if (proxy.subset) yield* labelName(proxy.subset, [...at, "subset"]);
  if (proxy.port === undefined) yield wrong([...at, "port"], "is missing", "add port with the proxy's number");
  else yield* port(proxy.port.number, [...at, "port", "number"]);
}

function wrong(path: JsonPath, fault: string, remedy: string): Problem {
  return problem(sidecarFindings.egressProxy, path, `${showPath(path)} ${fault}`, remedy);
}

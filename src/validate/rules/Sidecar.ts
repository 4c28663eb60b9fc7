import { sidecarFindings } from "../../findings/rules/sidecar.js";
import type { Resource } from "../../model/index.js";
import type { Problem } from "../problem.js";
import { entriesOf, problem, specOf } from "./rule.js";
import { type WorkloadSelector, workloadSelector } from "./shared/selectors.js";
import { type EgressListener, egressListeners } from "./sidecar/egress.js";
import { type IngressListener, ingressListeners } from "./sidecar/ingress.js";
import { type OutboundTrafficPolicy, outboundTrafficPolicy } from "./sidecar/outbound-policy.js";
import { type ConnectionPool, connectionPool } from "./traffic-policy/index.js";

interface Sidecar {
  readonly workloadSelector?: WorkloadSelector;
  readonly ingress?: readonly IngressListener[];
  readonly egress?: readonly EgressListener[];
  readonly outboundTrafficPolicy?: OutboundTrafficPolicy;
  readonly inboundConnectionPool?: ConnectionPool;
}

export function* sidecarRules(resource: Resource): Iterable<Problem> {
  const sidecar = specOf<Sidecar>(resource);
  const { ingress = [], egress = [] } = sidecar;
  const policies = [sidecar.outboundTrafficPolicy, sidecar.inboundConnectionPool];
  if (ingress.length === 0 && egress.length === 0 && policies.every((policy) => policy === undefined))
    yield problem(
      sidecarFindings.empty,
      ["spec"],
      "the Sidecar sets nothing",
      "add egress, ingress, outboundTrafficPolicy or inboundConnectionPool, or remove it",
    );
  yield* workloadSelector(sidecar.workloadSelector, ["spec", "workloadSelector"], "labels");
  yield* ingressListeners(entriesOf(ingress, ["spec", "ingress"]));
  yield* connectionPool(sidecar.inboundConnectionPool, ["spec", "inboundConnectionPool"]);
  yield* egressListeners(egress, ["spec", "egress"], resource.namespace);
  yield* outboundTrafficPolicy(sidecar.outboundTrafficPolicy, ["spec", "outboundTrafficPolicy"]);
}

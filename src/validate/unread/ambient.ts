import { unreadFindings } from "../../findings/unread.js";
import type { KindName } from "../../model/index.js";
import type { Check } from "../problem.js";
import { noProblems } from "../problem.js";
import { problem, specOf } from "../rules/rule.js";

type Labels = Readonly<Partial<Record<string, string>>>;

interface Policy {
  readonly selector?: { readonly matchLabels?: Labels };
  readonly targetRef?: object;
  readonly targetRefs?: readonly object[];
}

/**
 * Policies that ztunnel would have to enforce. Gateways and waypoints are Envoys that get theirs from every source, so
 * what names one by targetRefs, or selects the pods of a gateway, is in force.
 */
export const ambientPolicyCheck: Check = (resource) => {
  const { selector, targetRef, targetRefs = [] } = specOf<Policy>(resource);
  if (targetRef !== undefined || targetRefs.length > 0 || selectsGateway(selector?.matchLabels)) return noProblems;
  return [
    problem(
      unreadFindings.ambientPolicy,
      ["kind"],
      `ztunnel does not get this ${resource.kind}, so nothing enforces it: istiod reads ztunnel's policies from Kubernetes only`,
      `apply it to the cluster${otherRemedy(resource.kind)}`,
    ),
  ];
};

function otherRemedy(kind: KindName): string {
  return kind === "AuthorizationPolicy" ? ", or name a waypoint or gateway by targetRefs" : " instead";
}

/** Labels of the pods of gateways: those made for the Gateway API, and those of Istio's charts. */
function selectsGateway(labels: Labels = {}): boolean {
  const { istio, "gateway.networking.k8s.io/gateway-name": name } = labels;
  return name !== undefined || istio?.endsWith("gateway") === true;
}

/** Services and workloads that ztunnel and waypoints would have to know. */
export const ambientServiceCheck: Check = ({ kind }) => [
  problem(
    unreadFindings.ambientService,
    ["kind"],
    `ztunnel and waypoints do not know this ${kind}: istiod tells them only of those that it reads from Kubernetes`,
    "apply it to the cluster, unless it is for gateways and sidecars only",
  ),
];

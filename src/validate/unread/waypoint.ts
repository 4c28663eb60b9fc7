import { unreadFindings } from "../../findings/unread.js";
import type { Check } from "../problem.js";
import { noProblems } from "../problem.js";
import { keyProblem, metadataMap } from "../rules/rule.js";

/** Labels that bind a service or workload to a waypoint, the usual one first. */
const labels = ["istio.io/use-waypoint", "istio.io/use-waypoint-canary", "istio.io/ingress-use-waypoint"];

/** A waypoint that is asked for, by a resource that no waypoint will know. */
export const waypointCheck: Check = (resource) => {
  const given = metadataMap(resource, "labels");
  const label = labels.find((key) => asksFor(String(given[key] ?? "")));
  if (label === undefined) return noProblems;
  return [
    keyProblem(
      unreadFindings.waypoint,
      ["metadata", "labels", label],
      `the label ${label} has no effect: waypoints learn only of what istiod reads from Kubernetes`,
      `keep the ${resource.kind} in the cluster, or remove the label`,
    ),
  ];
};

function asksFor(value: string): boolean {
  return !["", "none", "false"].includes(value.toLowerCase());
}

import type { Resource } from "../../../model/index.js";
import { metadataMap } from "../rule.js";
import type { LabelMap } from "../shared/labels.js";
import type { Workload } from "../workload/workload.js";

/** What the rules read of a ServiceEntry. */
export interface ServiceEntry {
  readonly hosts: readonly string[];
  readonly addresses?: readonly string[];
  readonly ports?: readonly ServicePort[];
  readonly location?: "MESH_EXTERNAL" | "MESH_INTERNAL";
  readonly resolution?: "NONE" | "STATIC" | "DNS" | "DNS_ROUND_ROBIN" | "DYNAMIC_DNS";
  readonly endpoints?: readonly Workload[];
  readonly exportTo?: readonly string[];
  readonly workloadSelector?: { readonly labels?: LabelMap };
}

export interface ServicePort {
  readonly name: string;
  readonly protocol?: string;
}

/** Whether istiod allocates an address where none is given: it can unless nothing is resolved, or a label forbids it. */
export function allocatesAddress(resource: Resource, { resolution = "NONE" }: ServiceEntry): boolean {
  const allowed = metadataMap(resource, "labels")["networking.istio.io/enable-autoallocate-ip"];
  return resolution !== "NONE" && String(allowed).toLowerCase() !== "false";
}

/** Whether a label sends the traffic to the service through a waypoint. */
export function usesWaypoint(resource: Resource): boolean {
  const waypoint = String(metadataMap(resource, "labels")["istio.io/use-waypoint"] ?? "");
  return waypoint !== "" && waypoint.toLowerCase() !== "none";
}

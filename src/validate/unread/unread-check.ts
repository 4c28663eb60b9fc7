import type { IstioTarget, KindName } from "../../model/index.js";
import type { Check } from "../problem.js";
import { ambientPolicyCheck, ambientServiceCheck } from "./ambient.js";
import { autoAllocationCheck } from "./auto-allocation.js";
import { waypointCheck } from "./waypoint.js";
import { wasmPluginCheck, workloadGroupCheck } from "./whole-kinds.js";

/**
 * What istiod takes over MCP and makes nothing of, because the part of it that would reads Kubernetes only. Read in
 * istio.io/istio at release-1.24 to release-1.31: pilot/pkg/serviceregistry/ambient (until 1.29 in kube/controller),
 * controllers/ipallocate, autoregistration, config/kube/extensions, and who starts them, in bootstrap.
 */
export function unreadChecks(kind: KindName, { istioVersion, profile }: IstioTarget): readonly Check[] {
  const ambient = profile === "ambient";
  switch (kind) {
    case "AuthorizationPolicy":
    case "PeerAuthentication":
      return ambient ? [ambientPolicyCheck] : [];
    case "ServiceEntry":
      return ambient ? [ambientServiceCheck] : [waypointCheck, autoAllocationCheck(istioVersion)];
    case "WorkloadEntry":
      return ambient ? [ambientServiceCheck] : [waypointCheck];
    case "WasmPlugin":
      return wasmPluginCheck(istioVersion);
    case "WorkloadGroup":
      return [workloadGroupCheck];
    default:
      return [];
  }
}

import { isBefore } from "../../collections/istio-versions.js";
import { unreadFindings } from "../../findings/unread.js";
import type { IstioVersion } from "../../model/index.js";
import type { Check } from "../problem.js";
import { problem } from "../rules/rule.js";

/** Until 1.29 istiod gives proxies the WasmPlugins of every source; from 1.30 on only those that it has translated. */
export function wasmPluginCheck(version: IstioVersion): readonly Check[] {
  return isBefore(version, "1.30") ? [] : [() => [inertWasmPlugin]];
}

const inertWasmPlugin = problem(
  unreadFindings.wasmPlugin,
  ["kind"],
  "no proxy loads this WasmPlugin: from 1.30 on istiod translates only those that it reads from Kubernetes",
  "write a TrafficExtension with the same module, or keep the WasmPlugin in the cluster",
);

/** Nothing but the registration of workloads reads the kind. */
export const workloadGroupCheck: Check = () => [inertWorkloadGroup];

const inertWorkloadGroup = problem(
  unreadFindings.workloadGroup,
  ["kind"],
  "no workload can register with this WorkloadGroup: istiod looks for it in Kubernetes only",
  "keep the WorkloadGroup in the cluster, or list its workloads as WorkloadEntry here",
);

import type { FindingRow } from "./row.js";

/** What istiod takes over MCP and makes nothing of, because it reads it from Kubernetes only. */
export const unreadFindings = {
  wasmPlugin: {
    code: "GX320",
    severity: "warning",
    statement: "A WasmPlugin takes effect only where istiod reads it from Kubernetes, from Istio 1.30 on.",
    why: "Since 1.30 istiod makes a TrafficExtension of each WasmPlugin that it finds in Kubernetes, and proxies get those alone. One that comes over MCP is stored and stays without effect.",
    fix: "Write a TrafficExtension with the same module, or keep the WasmPlugin in the cluster, with k8s:// among istiod's config sources.",
  },
  workloadGroup: {
    code: "GX321",
    severity: "warning",
    statement: "A WorkloadGroup registers workloads only where istiod reads it from Kubernetes.",
    why: "The controller that registers workloads and checks their health looks for groups in Kubernetes. A workload that names a group from Git is turned away.",
    fix: "Keep the WorkloadGroup in the cluster, with k8s:// among istiod's config sources, or list the workloads as WorkloadEntry here.",
  },
  autoAllocation: {
    code: "GX322",
    severity: "warning",
    statement: "A ServiceEntry is allocated addresses only where istiod reads it from Kubernetes.",
    why: "The allocated address is written to the status of the Kubernetes object. Without one, a TCP port is taken on every address, and what else goes to that port goes to this service.",
    fix: "Give the ServiceEntry addresses, or keep it in the cluster, with k8s:// among istiod's config sources.",
  },
  waypoint: {
    code: "GX323",
    severity: "warning",
    statement: "A waypoint is bound only to a ServiceEntry or WorkloadEntry that istiod reads from Kubernetes.",
    why: "ztunnel and waypoints learn of services and workloads from Kubernetes alone. Traffic to one from Git passes the waypoint by, and with it the policies that the waypoint enforces.",
    fix: "Keep the resource in the cluster, or remove the label.",
  },
  ambientPolicy: {
    code: "GX324",
    severity: "error",
    statement: "In an ambient mesh a policy for workloads must be in Kubernetes: ztunnel gets no other.",
    why: "istiod compiles ztunnel's policies from Kubernetes objects alone. From Git the policy would look as if it were in force, and let everything through.",
    fix: "Apply the policy to the cluster. Here keep those that name a gateway or waypoint by targetRefs, or select the pods of a gateway.",
    example: { flags: ["--profile", "ambient"] },
  },
  ambientService: {
    code: "GX325",
    severity: "warning",
    statement:
      "In an ambient mesh a ServiceEntry or WorkloadEntry must be in Kubernetes: ztunnel and waypoints know no other.",
    why: "ztunnel gets the addresses of services and workloads from Kubernetes objects alone. One from Git is known to gateways and sidecars only.",
    fix: "Apply it to the cluster, unless only gateways or sidecars are to know it.",
    example: { flags: ["--profile", "ambient"] },
  },
} as const satisfies Record<string, FindingRow>;

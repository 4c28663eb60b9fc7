/** The kinds that istiod reads over MCP, by their Kubernetes name. */
export type KindName =
  | "AuthorizationPolicy"
  | "DestinationRule"
  | "EnvoyFilter"
  | "Gateway"
  | "PeerAuthentication"
  | "ProxyConfig"
  | "RequestAuthentication"
  | "ServiceEntry"
  | "Sidecar"
  | "Telemetry"
  | "TrafficExtension"
  | "VirtualService"
  | "WasmPlugin"
  | "WorkloadEntry"
  | "WorkloadGroup";

/** One row of the table of kinds. */
export interface Kind {
  readonly kind: KindName;
  /** API group, as in `networking.istio.io`. */
  readonly group: string;
  /** Lower-case plural, as in `virtualservices`: what RBAC and admission rules name. */
  readonly plural: string;
  /** Every version that the CRD serves. All share one schema and one message. */
  readonly versions: readonly string[];
  /** The version that the CRD stores: `gitxds snapshot` and the status name collections by it. */
  readonly storageVersion: string;
  /** Full name of the protobuf message of the spec, as in `istio.networking.v1alpha3.VirtualService`. */
  readonly message: string;
}

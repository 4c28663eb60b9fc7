/** What istiod (1.32 development) asks for on one stream, in this order. */
export const istiodTypeUrls = [
  "core/v1alpha1/MeshConfig",
  "security.istio.io/v1/AuthorizationPolicy",
  "networking.istio.io/v1/DestinationRule",
  "networking.istio.io/v1alpha3/EnvoyFilter",
  "networking.istio.io/v1/Gateway",
  "security.istio.io/v1/PeerAuthentication",
  "networking.istio.io/v1beta1/ProxyConfig",
  "security.istio.io/v1/RequestAuthentication",
  "networking.istio.io/v1/ServiceEntry",
  "networking.istio.io/v1/Sidecar",
  "telemetry.istio.io/v1/Telemetry",
  "extensions.istio.io/v1alpha1/TrafficExtension",
  "networking.istio.io/v1/VirtualService",
  "extensions.istio.io/v1alpha1/WasmPlugin",
  "networking.istio.io/v1/WorkloadEntry",
  "networking.istio.io/v1/WorkloadGroup",
] as const;

export const destinationRules = "networking.istio.io/v1/DestinationRule";
export const virtualServices = "networking.istio.io/v1/VirtualService";
export const serviceEntries = "networking.istio.io/v1/ServiceEntry";
export const peerAuthentications = "security.istio.io/v1/PeerAuthentication";

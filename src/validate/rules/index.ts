import type { KindName } from "../../model/index.js";
import { authorizationPolicyRules } from "./AuthorizationPolicy.js";
import { destinationRuleRules } from "./DestinationRule.js";
import { envoyFilterRules } from "./EnvoyFilter.js";
import { gatewayRules } from "./Gateway.js";
import { peerAuthenticationRules } from "./PeerAuthentication.js";
import { proxyConfigRules } from "./ProxyConfig.js";
import { requestAuthenticationRules } from "./RequestAuthentication.js";
import type { Rules } from "./rule.js";
import { serviceEntryRules } from "./ServiceEntry.js";
import { sidecarRules } from "./Sidecar.js";
import { telemetryRules } from "./Telemetry.js";
import { trafficExtensionRules } from "./TrafficExtension.js";
import { virtualServiceRules } from "./VirtualService.js";
import { wasmPluginRules } from "./WasmPlugin.js";
import { workloadEntryRules } from "./WorkloadEntry.js";
import { workloadGroupRules } from "./WorkloadGroup.js";

/** The semantic rules of each kind; a kind that is not listed has none of its own. */
export type RulesByKind = Partial<Readonly<Record<KindName, Rules>>>;

export const rulesByKind: RulesByKind = {
  AuthorizationPolicy: authorizationPolicyRules,
  DestinationRule: destinationRuleRules,
  EnvoyFilter: envoyFilterRules,
  Gateway: gatewayRules,
  PeerAuthentication: peerAuthenticationRules,
  ProxyConfig: proxyConfigRules,
  RequestAuthentication: requestAuthenticationRules,
  ServiceEntry: serviceEntryRules,
  Sidecar: sidecarRules,
  Telemetry: telemetryRules,
  TrafficExtension: trafficExtensionRules,
  VirtualService: virtualServiceRules,
  WasmPlugin: wasmPluginRules,
  WorkloadEntry: workloadEntryRules,
  WorkloadGroup: workloadGroupRules,
};

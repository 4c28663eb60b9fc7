import type { KindName } from "../../model/index.js";
import { authorizationPolicyRules } from "./AuthorizationPolicy.js";
import { destinationRuleRules } from "./DestinationRule.js";
import { gatewayRules } from "./Gateway.js";
import { peerAuthenticationRules } from "./PeerAuthentication.js";
import { proxyConfigRules } from "./ProxyConfig.js";
import { requestAuthenticationRules } from "./RequestAuthentication.js";
import type { Rules } from "./rule.js";
import { sidecarRules } from "./Sidecar.js";
import { virtualServiceRules } from "./VirtualService.js";

/** The semantic rules of each kind; a kind that is not listed has none of its own. */
export type RulesByKind = Partial<Readonly<Record<KindName, Rules>>>;

export const rulesByKind: RulesByKind = {
  AuthorizationPolicy: authorizationPolicyRules,
  DestinationRule: destinationRuleRules,
  Gateway: gatewayRules,
  PeerAuthentication: peerAuthenticationRules,
  ProxyConfig: proxyConfigRules,
  RequestAuthentication: requestAuthenticationRules,
  Sidecar: sidecarRules,
  VirtualService: virtualServiceRules,
};

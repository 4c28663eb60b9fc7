import type { KindName } from "../../model/index.js";
import { authorizationPolicyRules } from "./AuthorizationPolicy.js";
import { peerAuthenticationRules } from "./PeerAuthentication.js";
import { proxyConfigRules } from "./ProxyConfig.js";
import { requestAuthenticationRules } from "./RequestAuthentication.js";
import type { Rules } from "./rule.js";
import { virtualServiceRules } from "./VirtualService.js";

/** The semantic rules of each kind; a kind that is not listed has none of its own. */
export type RulesByKind = Partial<Readonly<Record<KindName, Rules>>>;

export const rulesByKind: RulesByKind = {
  AuthorizationPolicy: authorizationPolicyRules,
  PeerAuthentication: peerAuthenticationRules,
  ProxyConfig: proxyConfigRules,
  RequestAuthentication: requestAuthenticationRules,
  VirtualService: virtualServiceRules,
};

import type { KindName } from "../../model/index.js";
import { authorizationPolicyRules } from "./AuthorizationPolicy.js";
import { peerAuthenticationRules } from "./PeerAuthentication.js";
import { proxyConfigRules } from "./ProxyConfig.js";
import { requestAuthenticationRules } from "./RequestAuthentication.js";
import type { Rules } from "./rule.js";

/** The semantic rules of each kind; a kind that is not listed has none of its own yet. */
export const rulesByKind: Partial<Readonly<Record<KindName, Rules>>> = {
  AuthorizationPolicy: authorizationPolicyRules,
  PeerAuthentication: peerAuthenticationRules,
  ProxyConfig: proxyConfigRules,
  RequestAuthentication: requestAuthenticationRules,
};

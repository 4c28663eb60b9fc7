export { sourceDefaults } from "./defaults.js";
export type { ConfigFlags, PoliciesFlags } from "./flags.js";
export { istioTargetOf } from "./istio.js";
export { type ConfigInput, loadConfig, loadPolicies } from "./load.js";
export { readAdminToken } from "./token.js";

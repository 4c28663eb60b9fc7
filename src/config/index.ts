export { sourceDefaults } from "./defaults.js";
export type { AnalysisFlags, ConfigFlags, PoliciesFlags } from "./flags.js";
export { istioTargetOf } from "./istio.js";
export { type ConfigInput, loadAnalysis, loadConfig, loadPolicies } from "./load.js";
export { readAdminToken, readWebhookSecret } from "./token.js";

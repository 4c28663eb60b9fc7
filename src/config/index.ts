export { sourceDefaults } from "./defaults.js";
export type { AnalysisFlags, ConfigFlags, PoliciesFlags } from "./flags.js";
export { istioTargetOf } from "./istio.js";
export { type ConfigInput, loadAnalysis, loadConfig, loadPolicies } from "./load.js";
export { type ConfigFile, type ConfigReloader, followConfig } from "./reload.js";
export { readAdminToken, readWebhookSecret } from "./token.js";

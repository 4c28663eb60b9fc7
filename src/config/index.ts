export type { ConfigFlags } from "./flags.js";
export { type ConfigInput, loadConfig } from "./load.js";
export { readAdminToken } from "./token.js";

export { buildPolicySet, noPolicies, type PolicySet } from "./policy-set.js";

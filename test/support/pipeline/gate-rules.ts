import type { GateRules } from "../../../src/gate/index.js";

/** The gate where nothing is configured. */
export const defaultRules: GateRules = {
  skip: new Set(),
  accept: new Set(),
  history: "any",
  onInvalid: "reject-commit",
  maxDeletions: 0.5,
  allowEmpty: false,
  path: "",
};

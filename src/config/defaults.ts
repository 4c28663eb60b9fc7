import type { SourceConfig } from "../model/index.js";

/** A source of which nothing is said but its name and URL. */
export const sourceDefaults: Omit<SourceConfig, "name" | "url"> = {
  ref: null,
  semver: null,
  path: "",
  include: [],
  exclude: [],
  skip: [],
  accept: [],
  history: "any",
  onInvalid: "reject-commit",
  maxDeletions: 0.5,
  schedule: null,
};

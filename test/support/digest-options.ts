import { createAnalysis } from "../../src/analyze/index.js";
import { defaultAnalysis } from "../../src/model/index.js";
import type { DigestOptions } from "../../src/pipeline/commit/digest.js";
import { loadValidator } from "../../src/validate/index.js";

const defaultNamespace = "default";
const domainSuffix = "cluster.local";

/** What files are digested with where nothing is configured. */
export async function defaultDigestOptions(): Promise<DigestOptions> {
  return {
    validator: await loadValidator(),
    analysis: createAnalysis(defaultAnalysis, domainSuffix),
    defaultNamespace,
    domainSuffix,
  };
}

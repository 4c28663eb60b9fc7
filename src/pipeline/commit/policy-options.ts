import type { PoliciesConfig, PolicyDocument } from "../../model/index.js";

/** Where policies come from. */
export interface PolicyOptions {
  /** Whether those of the repository hold. */
  readonly inRepository: boolean;
  /** Those of the directory of policies, which hold for every commit. */
  readonly fromDirectory: readonly PolicyDocument[];
}

/** Reads the directory of policies, where there is one: a restart without does not wait for the code that does. */
export async function loadPolicyOptions(config: PoliciesConfig): Promise<PolicyOptions> {
  if (config.directory === null) return { inRepository: config.inRepository, fromDirectory: [] };
  const { readPolicies } = await import("./policy-directory.js");
  return readPolicies(config);
}

/** Where policies come from, in the form that a hash needs. */
export function describePolicies({ inRepository, fromDirectory }: PolicyOptions): string {
  return JSON.stringify([inRepository, fromDirectory.map(({ document }) => document)]);
}

import type { GateRules } from "../../gate/index.js";
import type { Config, Emit, SourceConfig } from "../../model/index.js";
import { packageVersion } from "../../util/version.js";
import { describePolicies, type PolicyOptions } from "../commit/policy-options.js";
import { describeRules, type LastGood, makeLastGood } from "./last-good.js";
import { sourceFolder } from "./source-folder.js";

/** What the configuration says of a source's gate. */
export function gateRules(
  { path, skip, accept, history, onInvalid, maxDeletions }: SourceConfig,
  allowEmpty: boolean,
): GateRules {
  return { path, allowEmpty, history, onInvalid, maxDeletions, skip: new Set(skip), accept: new Set(accept) };
}

/** The last good of a source, of use as long as what it depends on stays. */
export function lastGoodOf(source: SourceConfig, config: Config, policies: PolicyOptions, emit: Emit): LastGood {
  const { defaultNamespace, domainSuffix, istioVersion, profile, analysis, allowEmpty } = config;
  return makeLastGood({
    folder: sourceFolder(source, config),
    config: source,
    bytesKey: JSON.stringify([defaultNamespace, domainSuffix]),
    verdictKey: JSON.stringify([
      packageVersion(),
      istioVersion,
      profile,
      analysis,
      source.verify ?? null,
      describeRules(gateRules(source, allowEmpty)),
      describePolicies(policies),
    ]),
    emit,
  });
}

import type { JsonValue, KindName, Resource } from "../../src/model/index.js";
import { loadValidator } from "../../src/validate/index.js";
import { rulesByKind } from "../../src/validate/rules/index.js";
import { codesAndPaths } from "./problems.js";
import { resourceOf } from "./resource.js";

const validator = await loadValidator();

/**
 * Codes and places of what a kind's semantic rules find in a spec. Throws where the schema refuses it: rules are asked
 * about no such thing.
 */
export function ruleProblems(kind: KindName, spec: JsonValue, overrides: Partial<Resource> = {}): readonly string[] {
  const resource = resourceOf(kind, spec, overrides);
  const unfit = validator.validate(resource).find(({ code }) => code < "GX300");
  if (unfit !== undefined) throw new Error(`${unfit.code} ${unfit.message}`);
  return codesAndPaths(rulesByKind[kind]?.(resource) ?? []);
}

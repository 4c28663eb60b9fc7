import { policyFindings } from "../findings/policies.js";
import { type FindingRow, finding } from "../findings/row.js";
import type { Finding, Resource } from "../model/index.js";
import type { CompiledPolicy } from "./compile.js";
import { decide, type Objection } from "./decide.js";
import { matchedVersion } from "./matches.js";
import type { Action, Binding } from "./read-binding.js";
import { subjectOf } from "./subject.js";

/** A policy and the bindings by which it has an effect. */
export interface BoundPolicy {
  readonly compiled: CompiledPolicy;
  readonly bindings: readonly Binding[];
}

/** Most findings about one resource, the gravest first. */
const maxFindings = 100;

const gravity: Readonly<Record<Finding["severity"], number>> = { error: 0, warning: 1, info: 2 };

/** What all policies say against a resource, once for each binding that applies. */
export function judgeResource(policies: readonly BoundPolicy[], resource: Resource): readonly Finding[] {
  const findings = policies.flatMap(({ compiled, bindings }) => judgeBy(compiled, bindings, resource));
  if (findings.length <= maxFindings) return findings;
  return findings.sort((one, other) => gravity[one.severity] - gravity[other.severity]).slice(0, maxFindings);
}

function judgeBy(compiled: CompiledPolicy, bindings: readonly Binding[], resource: Resource): readonly Finding[] {
  const version = matchedVersion(compiled.policy.match, resource);
  if (version === undefined) return [];
  const applying = bindings.filter(({ match }) => match === undefined || matchedVersion(match, resource) !== undefined);
  if (applying.length === 0) return [];
  const objections = decide(compiled, subjectOf(resource, version));
  return objections.flatMap((objection) =>
    applying.map((binding) => toFinding(objection, compiled, binding, resource)),
  );
}

function toFinding(objection: Objection, { policy }: CompiledPolicy, binding: Binding, resource: Resource): Finding {
  const { file, kind, namespace, name, position } = resource;
  const { document } = policy;
  const line = document.locate(objection.expression?.path ?? ["spec", "matchConditions"]).line;
  const where = `${document.file}:${line}`;
  const failed = objection.type === "failed";
  const message = failed ? `${policy.name} comes to no verdict: ${objection.message}` : objection.message;
  const remedy = failed
    ? `let the policy at ${where} ask for what may be absent, or give the resource what it expects`
    : `change the ${kind} so that it keeps the policy at ${where}`;
  return finding(
    rowOf(objection, binding.actions[0]),
    { file, kind, namespace, name, ...position },
    `${message} (policy ${policy.name}, binding ${binding.name})`,
    remedy,
  );
}

function rowOf({ type }: Objection, action: Action | undefined): FindingRow {
  switch (action) {
    case "Warn":
      return policyFindings.warned;
    case "Audit":
      return policyFindings.audited;
    default:
      return type === "failed" ? policyFindings.failed : policyFindings.denied;
  }
}

import { createProgramCompiler } from "../cel/program/index.js";
import { kindOf } from "../collections/kinds.js";
import { policyFindings } from "../findings/policies.js";
import { finding } from "../findings/row.js";
import type { Finding, KindName, PolicyDocument, PolicyKind, Resource } from "../model/index.js";
import { contentHash } from "../util/hash.js";
import { type CompiledPolicy, compilePolicy } from "./compile.js";
import { type BoundPolicy, judgeResource } from "./judge.js";
import { concerns } from "./matches.js";
import { type Binding, policyNameOf, readBinding } from "./read-binding.js";
import { readPolicy } from "./read-policy.js";
import { nameOf, report } from "./report.js";

/** All policies with their bindings, ready to judge resources. */
export interface PolicySet {
  /** Equal for sets that say the same of every resource; empty where there are no policies. */
  readonly key: string;
  /** What it was built from. */
  readonly documents: readonly PolicyDocument[];
  /** What is wrong with the policies and bindings themselves. */
  readonly findings: readonly Finding[];
  /** Whether a resource of the kind can be judged by any. */
  concerns(kind: KindName): boolean;
  judge(resource: Resource): readonly Finding[];
}

/** No policies: everything may be. */
export const noPolicies: PolicySet = {
  key: "",
  documents: [],
  findings: [],
  concerns: () => false,
  judge: () => [],
};

/** Reads, compiles and binds what users have written. Documents about other kinds than the served ones are passed over. */
export function buildPolicySet(documents: readonly PolicyDocument[]): PolicySet {
  const findings: Finding[] = [];
  const unique = findDuplicates(documents, findings);
  const foreign = new Set<string>();
  const policies = readPolicies(only(unique, "ValidatingAdmissionPolicy"), foreign, findings);
  const bound = bind(policies, only(unique, "ValidatingAdmissionPolicyBinding"), foreign, findings);
  return {
    key: keyOf(bound),
    documents,
    findings,
    concerns: (name) => bound.some(({ compiled }) => concernsKind(compiled, name)),
    judge: (resource) => judgeResource(bound, resource),
  };
}

function only(documents: readonly PolicyDocument[], kind: PolicyKind): readonly PolicyDocument[] {
  return documents.filter((document) => document.kind === kind);
}

/** The first document of each name; the others are noted. */
function findDuplicates(documents: readonly PolicyDocument[], findings: Finding[]): readonly PolicyDocument[] {
  const first = new Map<string, PolicyDocument>();
  return documents.filter((document) => {
    const name = nameOf(document);
    const key = `${document.kind} ${name}`;
    const known = first.get(key);
    if (known === undefined || name === "") {
      first.set(key, document);
      return true;
    }
    report({ document, findings }, [], {
      row: policyFindings.duplicate,
      message: `${document.kind} ${name} is already defined at ${known.file}:${known.position.line}`,
      remedy: "keep one of the two, or give this one another name",
    });
    return false;
  });
}

/** The policies by name; undefined for those that have mistakes. Names of policies about other kinds go to `foreign`. */
function readPolicies(
  documents: readonly PolicyDocument[],
  foreign: Set<string>,
  findings: Finding[],
): ReadonlyMap<string, CompiledPolicy | undefined> {
  const compile = createProgramCompiler();
  const policies = new Map<string, CompiledPolicy | undefined>();
  for (const document of documents) {
    const to = { document, findings: [] as Finding[] };
    const policy = readPolicy(document, to);
    if (policy === undefined) foreign.add(nameOf(document));
    else {
      const compiled = compilePolicy(policy, compile, to);
      policies.set(policy.name, to.findings.length > 0 ? undefined : compiled);
      if (policy.auditAnnotations.length > 0) noteAudit(policy.document, findings);
    }
    findings.push(...to.findings);
  }
  return policies;
}

function noteAudit(document: PolicyDocument, findings: Finding[]): void {
  report({ document, findings }, ["spec", "auditAnnotations"], {
    row: policyFindings.noAudit,
    target: "key",
    message: `the audit annotations of policy ${nameOf(document)} are not recorded here`,
    remedy: "nothing needs to be done: they are for a cluster's audit log",
  });
}

function bind(
  policies: ReadonlyMap<string, CompiledPolicy | undefined>,
  documents: readonly PolicyDocument[],
  foreign: ReadonlySet<string>,
  findings: Finding[],
): readonly BoundPolicy[] {
  const bindings = new Map<string, Binding[]>();
  for (const document of documents) {
    if (foreign.has(policyNameOf(document))) continue;
    const to = { document, findings: [] as Finding[] };
    const binding = readBinding(document, to);
    findings.push(...to.findings);
    const known = bindings.get(binding.policyName) ?? [];
    bindings.set(binding.policyName, [...known, binding]);
    if (!policies.has(binding.policyName) && binding.policyName !== "") noteNoPolicy(binding, findings);
  }
  return [...policies].flatMap(([name, compiled]) => {
    const ofPolicy = bindings.get(name) ?? [];
    if (compiled !== undefined && ofPolicy.length === 0) noteUnbound(compiled, findings);
    return compiled === undefined || ofPolicy.length === 0 ? [] : [{ compiled, bindings: ofPolicy }];
  });
}

function noteNoPolicy({ document, name, policyName }: Binding, findings: Finding[]): void {
  report({ document, findings }, ["spec", "policyName"], {
    row: policyFindings.noPolicy,
    message: `binding ${name} names the policy ${policyName}, which is neither in the repository nor in the directory of policies`,
    remedy: "correct the name, or add the policy",
  });
}

function noteUnbound({ policy: { document, name } }: CompiledPolicy, findings: Finding[]): void {
  const { file, kind, position } = document;
  const message = `no binding names the policy ${name}, so it has no effect`;
  const remedy = "add a ValidatingAdmissionPolicyBinding with this policyName";
  findings.push(finding(policyFindings.unbound, { file, kind, name, ...position }, message, remedy));
}

function concernsKind({ policy: { match } }: CompiledPolicy, name: KindName): boolean {
  return match.resourceRules.some((rule) => concerns(rule, kindOf(name)));
}

/** What verdicts depend on: the documents, and the lines that verdicts name. */
function keyOf(bound: readonly BoundPolicy[]): string {
  if (bound.length === 0) return "";
  const parts = bound.flatMap(({ compiled: { policy, validations }, bindings }) => [
    policy.document.file,
    JSON.stringify(policy.document.document),
    ...validations.map(({ expression }) => `${policy.document.locate(expression.path).line}`),
    ...bindings.map(({ document }) => JSON.stringify(document.document)),
  ]);
  return contentHash(JSON.stringify(parts));
}

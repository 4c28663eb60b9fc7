import type { FindingRow } from "./row.js";

/** Rules of the users' own: ValidatingAdmissionPolicies, and what they say of resources. */
export const policyFindings = {
  malformed: {
    code: "GX400",
    severity: "error",
    statement: "A ValidatingAdmissionPolicy and its binding must have the form that Kubernetes asks for.",
    why: "A cluster refuses a policy that is not well formed. A rule that is dropped in silence guards nothing.",
    fix: "Write the field as the API of admissionregistration.k8s.io/v1 has it.",
  },
  unsupported: {
    code: "GX401",
    severity: "error",
    statement: "A policy about Istio resources may use only what can be judged from files.",
    why: "Who asks, what a namespace is labelled with and what params hold is known to a cluster and not to Git. A rule that is applied in part gives another verdict than the cluster's.",
    fix: "Leave out the part that is named, put the rule into a policy without it, or leave the repository's policies to the cluster: --skip-repository-policies, or policies.inRepository: false in gitxds.yaml.",
  },
  doesNotCompile: {
    code: "GX402",
    severity: "error",
    statement: "The expressions of a policy must be CEL of the type that their field asks for.",
    why: "A cluster refuses the policy, so the rule that somebody counts on would be nowhere.",
    fix: "Correct the expression at the character that the finding names.",
  },
  duplicate: {
    code: "GX403",
    severity: "error",
    statement: "A policy and a binding may stand once, in all files and the directory of policies together.",
    why: "Of two rules of one name a cluster keeps the one that was applied last, whichever that is.",
    fix: "Keep one of the two, or give one another name.",
  },
  unbound: {
    code: "GX404",
    severity: "info",
    statement: "A policy has no effect until a ValidatingAdmissionPolicyBinding names it.",
    why: "The policy looks like a rule and lets everything pass.",
    fix: "Add a binding whose spec.policyName is the policy's name.",
  },
  noPolicy: {
    code: "GX405",
    severity: "warning",
    statement: "A binding has no effect unless the policy that it names exists.",
    why: "Most often the name is misspelt, and then the rule is not enforced.",
    fix: "Correct spec.policyName, or add the policy.",
  },
  noAudit: {
    code: "GX406",
    severity: "info",
    statement: "Audit annotations of a policy have no effect here: they are compiled and not recorded.",
    why: "They go into the audit log of an API server, and no API server takes part in serving from Git.",
    fix: "Nothing needs to be done; put what people should see into messageExpression.",
  },
  denied: {
    code: "GX410",
    severity: "error",
    statement: "A resource must keep the policies whose binding says Deny.",
    why: "A cluster with this policy would refuse the resource; from Git it would reach the mesh unless it is refused here.",
    fix: "Change the resource as the policy's message asks.",
  },
  warned: {
    code: "GX411",
    severity: "warning",
    statement: "A resource should keep the policies whose binding says Warn.",
    why: "A cluster would answer with this warning and store the resource.",
    fix: "Change the resource as the policy's message asks.",
  },
  audited: {
    code: "GX412",
    severity: "info",
    statement: "A resource that breaks a policy whose binding says Audit is noted.",
    why: "A cluster would store the resource and note this in its audit log.",
    fix: "Change the resource as the policy's message asks, before the binding becomes stricter.",
  },
  failed: {
    code: "GX413",
    severity: "error",
    statement: "A policy must come to a verdict on a resource, unless its failurePolicy is Ignore.",
    why: "An expression that fails, as on a field that is absent, makes a cluster refuse the resource.",
    fix: "Let the expression ask first whether a field is there, with has() or .?field.orValue().",
  },
} as const satisfies Record<string, FindingRow>;

import type { Resource } from "../../src/model/index.js";
import { parseFile } from "../../src/parse/index.js";

/** A policy about all Istio resources, as YAML, with a binding of the same name. */
export function policyYaml(name: string, expression: string, options: PolicyYamlOptions = {}): string {
  const { action = "Deny", message = "broken", spec = "", resources = "*" } = options;
  return `
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: {name: ${name}}
spec:
  matchConstraints:
    resourceRules:
      - {apiGroups: ["*"], apiVersions: ["*"], operations: ["*"], resources: ["${resources}"]}
${spec}
  validations:
    - expression: ${JSON.stringify(expression)}
      message: ${JSON.stringify(message)}
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicyBinding
metadata: {name: ${name}}
spec: {policyName: ${name}, validationActions: [${action}]}
`;
}

interface PolicyYamlOptions {
  readonly action?: string;
  readonly message?: string;
  /** More lines of the policy's spec, indented by two. */
  readonly spec?: string;
  readonly resources?: string;
}

/** The one resource of a text. */
export function parseResource(text: string): Resource {
  const { resources, findings } = parseFile("a.yaml", Buffer.from(text), { defaultNamespace: "default" });
  const [resource] = resources;
  if (resource === undefined) throw new Error(`no resource: ${findings[0]?.message}`);
  return resource;
}

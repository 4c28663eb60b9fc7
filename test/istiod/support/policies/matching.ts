import type { JsonObject } from "../../../../src/model/index.js";

/** What a policy and its binding are about, and the rest of the policy. */
interface Matching {
  readonly name: string;
  readonly policy?: JsonObject;
  /** matchResources of the binding. */
  readonly binding?: JsonObject;
}

const everything: JsonObject = {
  apiGroups: ["*"],
  apiVersions: ["*"],
  operations: ["*"],
  resources: ["*"],
  scope: "*",
};
const selectors: JsonObject = { matchPolicy: "Equivalent", namespaceSelector: {}, objectSelector: {} };

function constraints(rule: JsonObject, rest: JsonObject = {}): JsonObject {
  return { matchConstraints: { ...selectors, resourceRules: [{ ...everything, ...rule }], ...rest } };
}

function objectSelector(...matchExpressions: readonly JsonObject[]): JsonObject {
  return constraints({}, { objectSelector: { matchExpressions } });
}

function namespaces(selector: JsonObject): JsonObject {
  return constraints({}, { namespaceSelector: selector });
}

const networking = { apiGroups: ["networking.istio.io"] };
const nameLabel = "kubernetes.io/metadata.name";

/** Rules, selectors and conditions, each a way to be about some resources and not about others. */
export const matching: readonly Matching[] = [
  { name: "a group", policy: constraints(networking) },
  { name: "another group", policy: constraints({ apiGroups: ["security.istio.io"] }) },
  { name: "one version, by its equivalents", policy: constraints({ ...networking, apiVersions: ["v1"] }) },
  { name: "an older version, by its equivalents", policy: constraints({ ...networking, apiVersions: ["v1alpha3"] }) },
  { name: "two versions", policy: constraints({ ...networking, apiVersions: ["v1beta1", "v1alpha3"] }) },
  { name: "one version exactly", policy: constraints({ apiVersions: ["v1"] }, { matchPolicy: "Exact" }) },
  { name: "a version that is not served", policy: constraints({ apiVersions: ["v2", "v1"] }) },
  { name: "one resource", policy: constraints({ resources: ["gateways"] }) },
  { name: "a resource and its subresources", policy: constraints({ resources: ["virtualservices/*"] }) },
  { name: "subresources only", policy: constraints({ resources: ["virtualservices/status", "*/status"] }) },
  { name: "all resources and subresources", policy: constraints({ resources: ["*/*"] }) },
  { name: "creating", policy: constraints({ operations: ["CREATE"] }) },
  { name: "updating", policy: constraints({ operations: ["UPDATE", "DELETE"] }) },
  { name: "namespaced resources", policy: constraints({ scope: "Namespaced" }) },
  { name: "resources of the cluster", policy: constraints({ scope: "Cluster" }) },
  { name: "names", policy: constraints({ resourceNames: ["reviews"] }) },
  {
    name: "all but one",
    policy: constraints({}, { excludeResourceRules: [{ ...everything, resources: ["gateways"] }] }),
  },
  {
    name: "all but a version and its equivalents",
    policy: constraints({}, { excludeResourceRules: [{ ...everything, ...networking, apiVersions: ["v1"] }] }),
  },
  { name: "a namespace", policy: namespaces({ matchLabels: { [nameLabel]: "shop" } }) },
  {
    name: "all but a namespace",
    policy: namespaces({ matchExpressions: [{ key: nameLabel, operator: "NotIn", values: ["shop", "x"] }] }),
  },
  { name: "any namespace", policy: namespaces({ matchExpressions: [{ key: nameLabel, operator: "Exists" }] }) },
  { name: "a label", policy: constraints({}, { objectSelector: { matchLabels: { app: "reviews" } } }) },
  { name: "an empty label", policy: constraints({}, { objectSelector: { matchLabels: { empty: "" } } }) },
  { name: "one of two labels", policy: objectSelector({ key: "app", operator: "In", values: ["a", "reviews"] }) },
  { name: "not a label", policy: objectSelector({ key: "app", operator: "NotIn", values: ["reviews"] }) },
  { name: "with a label", policy: objectSelector({ key: "app", operator: "Exists" }) },
  { name: "without a label", policy: objectSelector({ key: "app", operator: "DoesNotExist" }) },
  {
    name: "a binding for a namespace",
    binding: { ...selectors, namespaceSelector: { matchLabels: { [nameLabel]: "shop" } } },
  },
  {
    name: "a binding for a resource",
    binding: { ...selectors, resourceRules: [{ ...everything, resources: ["gateways"] }] },
  },
  {
    name: "a binding for a version exactly",
    binding: { ...selectors, matchPolicy: "Exact", resourceRules: [{ ...everything, apiVersions: ["v1"] }] },
  },
  { name: "a binding for a label", binding: { ...selectors, objectSelector: { matchLabels: { app: "reviews" } } } },
  { name: "a condition", policy: { matchConditions: [{ name: "a", expression: "object.kind == 'Gateway'" }] } },
  {
    name: "a condition that fails",
    policy: { matchConditions: [{ name: "a", expression: "object.spec.absent == 1" }] },
  },
  {
    name: "a condition that fails beside one that does not hold",
    policy: {
      matchConditions: [
        { name: "a", expression: "object.spec.absent == 1" },
        { name: "b", expression: "object.kind == 'Gateway'" },
      ],
    },
  },
  {
    name: "a condition that fails and is ignored",
    policy: { failurePolicy: "Ignore", matchConditions: [{ name: "a", expression: "object.spec.absent == 1" }] },
  },
  {
    name: "a variable in a condition",
    policy: {
      variables: [{ name: "kind", expression: "object.kind" }],
      matchConditions: [{ name: "a", expression: "variables.kind == 'Gateway'" }],
    },
  },
  {
    name: "a validation that fails and is ignored",
    policy: { failurePolicy: "Ignore", validations: [{ expression: "object.spec.absent == 1" }] },
  },
  {
    name: "variables of variables, some of which fail",
    policy: {
      variables: [
        { name: "hosts", expression: "object.spec.hosts" },
        { name: "count", expression: "size(variables.hosts)" },
        { name: "absent", expression: "object.spec.absent" },
      ],
      validations: [
        { expression: "variables.count > 100 || variables.absent == 1", message: "fails" },
        { expression: "variables.count > 0 || variables.absent == 1", message: "does not" },
        { expression: "variables.count > 100", messageExpression: "string(variables.count) + ' hosts'" },
      ],
    },
  },
  {
    name: "messages",
    policy: {
      validations: [
        { expression: "false" },
        { expression: " false\n|| false " },
        { expression: "false", message: "  fixed " },
        { expression: "false", message: "fixed", messageExpression: "' composed '" },
        { expression: "false", message: "fixed", messageExpression: "''" },
        { expression: "false", message: "fixed", messageExpression: "'two\\nlines'" },
        { expression: "false", message: "fixed", messageExpression: "string(object.spec.absent)" },
        { expression: "false", messageExpression: "'-'.replace('-', 'long ').trim()" },
      ],
    },
  },
];

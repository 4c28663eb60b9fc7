import type { JsonPath, JsonValue } from "../model/index.js";
import type { Report } from "./report.js";
import { readNamespaceSelector, readSelector, type Selector } from "./selector.js";
import { readList, readMapping, readText, readTexts } from "./shape.js";

/** Which requests a policy or a binding is about. */
export interface MatchResources {
  readonly matchPolicy: "Exact" | "Equivalent";
  readonly namespaceSelector: Selector;
  readonly objectSelector: Selector;
  readonly resourceRules: readonly ResourceRule[];
  readonly excludeResourceRules: readonly ResourceRule[];
}

export interface ResourceRule {
  readonly apiGroups: readonly string[];
  readonly apiVersions: readonly string[];
  readonly resources: readonly string[];
  readonly operations: readonly string[];
  /** Of resources with these names only, where there are any. */
  readonly resourceNames: readonly string[];
  readonly scope: string;
}

const fields = ["matchPolicy", "namespaceSelector", "objectSelector", "resourceRules", "excludeResourceRules"];
const ruleFields = ["apiGroups", "apiVersions", "resources", "operations", "resourceNames", "scope"];
const operations = ["*", "CREATE", "UPDATE", "DELETE", "CONNECT"];

/** Reads matchConstraints of a policy, which must have rules, or matchResources of a binding, which may narrow them. */
export function readMatchResources(
  to: Report,
  value: JsonValue | undefined,
  path: JsonPath,
  { needsRules }: { readonly needsRules: boolean },
): MatchResources | undefined {
  const mapping = readMapping(to, value, path, fields);
  if (mapping === undefined) return undefined;
  const at = (field: string) => [...path, field];
  const matchPolicy = readText(to, mapping.matchPolicy, at("matchPolicy"), { oneOf: ["Exact", "Equivalent"] });
  return {
    matchPolicy: matchPolicy === "Exact" ? "Exact" : "Equivalent",
    namespaceSelector: readNamespaceSelector(to, mapping.namespaceSelector, at("namespaceSelector")),
    objectSelector: readSelector(to, mapping.objectSelector, at("objectSelector")),
    resourceRules: readRules(to, mapping.resourceRules, at("resourceRules"), needsRules),
    excludeResourceRules: readRules(to, mapping.excludeResourceRules, at("excludeResourceRules"), false),
  };
}

/** Reads rules alone, which tell whether the rest concerns us. */
export function readRules(
  to: Report,
  value: JsonValue | undefined,
  path: JsonPath,
  required: boolean,
): readonly ResourceRule[] {
  return readList(to, value, path, { required }).flatMap((entry, index) => {
    const at = (field: string) => [...path, index, field];
    const rule = readMapping(to, entry, [...path, index], ruleFields);
    if (rule === undefined) return [];
    const texts = (field: string) => readTexts(to, rule[field], at(field), { required: true });
    return [
      {
        apiGroups: texts("apiGroups"),
        apiVersions: texts("apiVersions"),
        resources: texts("resources"),
        operations: readTexts(to, rule.operations, at("operations"), { required: true, oneOf: operations }),
        resourceNames: readTexts(to, rule.resourceNames, at("resourceNames")),
        scope: readText(to, rule.scope, at("scope"), { oneOf: ["Cluster", "Namespaced", "*"] }) ?? "*",
      },
    ];
  });
}

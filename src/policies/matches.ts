import { kindOf } from "../collections/kinds.js";
import { isJsonObject, type Kind, type Resource } from "../model/index.js";
import type { MatchResources, ResourceRule } from "./match-resources.js";
import { namespaceLabels, selects } from "./selector.js";

/** Whether a rule can match a kind at all: a resource of a commit is applied as if it were created. */
export function concerns(rule: ResourceRule, { group, plural, versions }: Kind): boolean {
  return versions.some((version) => ruleMatches(rule, { group, version, plural }));
}

/**
 * The version under which a policy sees a resource: its own, or one that a rule names and that is equivalent to it;
 * undefined where the policy is not about the resource.
 */
export function matchedVersion(match: MatchResources, resource: Resource): string | undefined {
  if (!selects(match.namespaceSelector, namespaceLabels(resource.namespace))) return undefined;
  if (!selects(match.objectSelector, labelsOf(resource))) return undefined;
  if (versionByRules(match.excludeResourceRules, match, resource) !== undefined) return undefined;
  if (match.resourceRules.length === 0) return versionOf(resource);
  return versionByRules(match.resourceRules, match, resource);
}

function versionByRules(
  rules: readonly ResourceRule[],
  { matchPolicy }: MatchResources,
  resource: Resource,
): string | undefined {
  const { group, plural, versions } = kindOf(resource.kind);
  const own = versionOf(resource);
  const named = rules.filter(
    ({ resourceNames }) => resourceNames.length === 0 || resourceNames.includes(resource.name),
  );
  const byRule = (version: string) => named.some((rule) => ruleMatches(rule, { group, version, plural }));
  if (byRule(own)) return own;
  if (matchPolicy === "Exact") return undefined;
  for (const rule of named) {
    const version = versions.find((one) => ruleMatches(rule, { group, version: one, plural }));
    if (version !== undefined) return version;
  }
  return undefined;
}

function ruleMatches(
  { apiGroups, apiVersions, resources, operations, scope }: ResourceRule,
  { group, version, plural }: { readonly group: string; readonly version: string; readonly plural: string },
): boolean {
  return (
    scope !== "Cluster" &&
    includes(operations, "CREATE") &&
    includes(apiGroups, group) &&
    includes(apiVersions, version) &&
    resources.some((resource) => isResource(resource, plural))
  );
}

function includes(items: readonly string[], item: string): boolean {
  return items.includes("*") || items.includes(item);
}

/** A rule names resources as in `gateways`, `*`, `gateways/status`, `*\/*`; what is created has no subresource. */
function isResource(text: string, plural: string): boolean {
  const slash = text.indexOf("/");
  const [resource, subresource] = slash < 0 ? [text, ""] : [text.slice(0, slash), text.slice(slash + 1)];
  return (resource === "*" || resource === plural) && (subresource === "" || subresource === "*");
}

/** The version in which the document is written. */
export function versionOf({ apiVersion }: Resource): string {
  return apiVersion.slice(apiVersion.lastIndexOf("/") + 1);
}

function labelsOf({ document: { metadata } }: Resource): ReadonlyMap<string, string> {
  const labels = isJsonObject(metadata) ? metadata.labels : undefined;
  const entries = isJsonObject(labels) ? Object.entries(labels) : [];
  return new Map(entries.flatMap(([key, value]) => (typeof value === "string" ? [[key, value] as const] : [])));
}

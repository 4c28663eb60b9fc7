import { authorizationPolicyFindings as findings } from "../../findings/rules/authorization-policy.js";
import type { JsonPath } from "../../model/index.js";
import type { Problem } from "../problem.js";
import { showPath } from "../show.js";
import { operation, source } from "./authorization-policy/clauses.js";
import { condition } from "./authorization-policy/conditions.js";
import { customRule } from "./authorization-policy/custom.js";
import type { AuthorizationPolicySpec, Rule, SourceField } from "./authorization-policy/spec.js";
import { entriesOf, problem, type Rules, specOf } from "./rule.js";
import { attachment } from "./shared/target-refs.js";

/** What can be known of a connection that is not HTTP. */
const tcpAttributes: readonly SourceField[] = [
  "principals",
  "notPrincipals",
  "namespaces",
  "notNamespaces",
  "ipBlocks",
  "notIpBlocks",
  "remoteIpBlocks",
  "notRemoteIpBlocks",
  "serviceAccounts",
  "notServiceAccounts",
];

/** An empty list is an absent one here: in protobuf there is no other. */
export const authorizationPolicyRules: Rules = function* (resource) {
  const spec = specOf<AuthorizationPolicySpec>(resource);
  const action = spec.action ?? "ALLOW";
  yield* attachment(spec, ["spec"]);
  yield* provider(spec, action);
  if (!spec.rules?.length && (action === "DENY" || action === "CUSTOM")) yield noRules(spec, action);
  for (const [rule, path] of entriesOf(spec.rules, ["spec", "rules"])) {
    if (action === "CUSTOM") yield* customRule(rule, path);
    yield* clauses(rule, path);
    if (action === "DENY" && deniesAllTcp(rule)) yield tcpWarning(path);
  }
};

function* clauses({ from, to, when }: Rule, path: JsonPath): Iterable<Problem> {
  for (const [entry, at] of entriesOf(from, [...path, "from"])) yield* source(entry.source, at);
  for (const [entry, at] of entriesOf(to, [...path, "to"])) yield* operation(entry.operation, at);
  for (const [entry, at] of entriesOf(when, [...path, "when"])) yield* condition(entry, at);
}

function* provider({ provider, rules }: AuthorizationPolicySpec, action: string): Iterable<Problem> {
  const path = ["spec", "provider"];
  if (provider !== undefined && action !== "CUSTOM") {
    const message = `spec.provider is for action CUSTOM, this policy has ${action}`;
    yield problem(findings.provider, path, message, "remove provider, or write action: CUSTOM");
  } else if (action === "CUSTOM" && rules?.length && !provider?.name) {
    const at = provider === undefined ? ["spec"] : path;
    const remedy = "add provider.name: one of the extension providers in the mesh configuration";
    yield problem(findings.provider, at, "a policy with action CUSTOM must name its provider", remedy);
  }
}

function noRules({ rules }: AuthorizationPolicySpec, action: string): Problem {
  const path = rules === undefined ? ["spec"] : ["spec", "rules"];
  const message = `a policy with action ${action} and no rules never applies`;
  return problem(findings.noRules, path, message, "add a rule; an empty one, {}, matches every request");
}

/** Attributes of HTTP never hold there, and what a DENY rule cannot read counts as matched. */
function deniesAllTcp({ from = [], to = [] }: Rule): boolean {
  const operations = to.flatMap((entry) => entry.operation ?? []);
  if (operations.length > 0) return !operations.some(({ ports, notPorts }) => ports?.length || notPorts?.length);
  const sources = from.flatMap((entry) => entry.source ?? []);
  return sources.length > 0 && !sources.some((entry) => tcpAttributes.some((field) => entry[field]?.length));
}

function tcpWarning(path: JsonPath): Problem {
  const message = `${showPath(path)} denies all traffic to TCP ports, because it asks for HTTP attributes only`;
  return problem(findings.deniesAllTcp, path, message, "add the HTTP ports that are meant to its operation");
}

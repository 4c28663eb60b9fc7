import { authorizationPolicyFindings } from "../../../findings/rules/authorization-policy.js";
import type { JsonPath } from "../../../model/index.js";
import type { Problem } from "../../problem.js";
import { showPath } from "../../show.js";
import { entriesOf, problem } from "../rule.js";
import type { Rule, SourceField } from "./spec.js";

/** An external authorizer is asked before Istio has authenticated the request, so identities cannot decide whether to. */
const unsupported: readonly SourceField[] = [
  "principals",
  "notPrincipals",
  "requestPrincipals",
  "notRequestPrincipals",
  "namespaces",
  "notNamespaces",
  "serviceAccounts",
  "notServiceAccounts",
  "trustDomains",
  "notTrustDomains",
];
const unsupportedKeys: ReadonlySet<string> = new Set([
  "source.namespace",
  "source.serviceAccount",
  "source.trustDomain",
  "source.principal",
]);

/** What a rule of a CUSTOM policy cannot ask for. */
export function* customRule({ from, when }: Rule, path: JsonPath): Iterable<Problem> {
  for (const [{ source = {} }, at] of entriesOf(from, [...path, "from"]))
    for (const field of unsupported) if (source[field]?.length) yield notForCustom([...at, "source", field]);
  for (const [{ key }, at] of entriesOf(when, [...path, "when"]))
    if (unsupportedKeys.has(key) || key.startsWith("request.auth.")) yield notForCustom([...at, "key"]);
}

function notForCustom(path: JsonPath): Problem {
  return problem(
    authorizationPolicyFindings.notForCustom,
    path,
    `${showPath(path)} cannot be asked for with action CUSTOM`,
    "match by addresses, operations or headers here, and leave identities to the provider",
  );
}

import { authorizationPolicyFindings } from "../../../findings/rules/authorization-policy.js";
import type { JsonPath } from "../../../model/index.js";
import type { Problem } from "../../problem.js";
import { showPath, showText } from "../../show.js";
import { problem } from "../rule.js";
import { ipAddressOrCidr } from "../shared/addresses.js";
import { noneEmpty } from "../shared/texts.js";
import { serviceAccounts, wildcardTexts } from "./identities.js";
import { each, type ListRule, portTexts } from "./lists.js";
import type { Condition } from "./spec.js";

/** What the values of each attribute must be. */
const attributes: Readonly<Record<string, ListRule>> = {
  "source.ip": each(ipAddressOrCidr),
  "remote.ip": each(ipAddressOrCidr),
  "source.namespace": noneEmpty,
  "source.serviceAccount": serviceAccounts,
  "source.principal": noneEmpty,
  "source.trustDomain": wildcardTexts,
  "request.auth.principal": noneEmpty,
  "request.auth.audiences": noneEmpty,
  "request.auth.presenter": noneEmpty,
  "destination.ip": each(ipAddressOrCidr),
  "destination.port": portTexts,
  "connection.sni": noneEmpty,
};

/** Attributes with a name in brackets; Istio tells them by how the key starts. */
const named = ["request.headers", "request.auth.claims", "experimental.envoy.filters."] as const;

/** Attributes of Istio's first policies, and what stands for them now. */
const retired: Readonly<Record<string, string>> = {
  "destination.namespace": "put the policy in that namespace",
  "destination.name": "select the workload by its labels",
  "destination.user": "select the workload by its labels",
};

export function* condition({ key, values, notValues }: Condition, path: JsonPath): Iterable<Problem> {
  const empty = !values?.length && !notValues?.length;
  if (key === "") yield condemn([...path, "key"], "is empty", "name an attribute, as in request.headers[x-team]");
  else if (empty) yield nothingAsked(key, path);
  else {
    const fault = keyFault(key);
    if (fault !== undefined) yield condemn([...path, "key"], `is ${showText(key)}, ${fault.message}`, fault.remedy);
    const rule = (Object.hasOwn(attributes, key) ? attributes[key] : undefined) ?? noneEmpty;
    yield* rule(values ?? [], [...path, "values"]);
    yield* rule(notValues ?? [], [...path, "notValues"]);
  }
}

function keyFault(key: string): { readonly message: string; readonly remedy: string } | undefined {
  if (Object.hasOwn(attributes, key)) return undefined;
  if (named.some((start) => key.startsWith(start)))
    return hasBracketedName(key)
      ? undefined
      : { message: "which lacks a name in brackets", remedy: `write ${key.replace(/\[.*/, "")}[name]` };
  if (key.startsWith("destination.labels"))
    return { message: "which a policy's selector has replaced", remedy: "select the workload by its labels" };
  const replacement = Object.hasOwn(retired, key) ? retired[key] : undefined;
  if (replacement !== undefined) return { message: "which policies no longer have", remedy: replacement };
  return {
    message: "which is no attribute that Istio knows",
    remedy: `write one of ${Object.keys(attributes).join(", ")}, request.headers[name] or request.auth.claims[name]`,
  };
}

/** As in `request.headers[x-team]`: the brackets end the key and are not empty. */
function hasBracketedName(key: string): boolean {
  const open = key.indexOf("[");
  return key.endsWith("]") && open > 0 && open < key.length - 2;
}

function nothingAsked(key: string, path: JsonPath): Problem {
  return problem(
    authorizationPolicyFindings.emptyClause,
    path,
    `${showPath(path)} asks for no values of ${showText(key)}`,
    "give it values, or notValues",
  );
}

function condemn(path: JsonPath, fault: string, remedy: string): Problem {
  return problem(authorizationPolicyFindings.condition, path, `${showPath(path)} ${fault}`, remedy);
}

import { authorizationPolicyFindings } from "../../../findings/rules/authorization-policy.js";
import type { JsonPath } from "../../../model/index.js";
import type { Problem } from "../../problem.js";
import { showPath } from "../../show.js";
import { problem } from "../rule.js";
import { ipAddressOrCidr } from "../shared/addresses.js";
import { noneEmpty } from "../shared/texts.js";
import { serviceAccounts, trustDomains } from "./identities.js";
import { each, type ListRule, portTexts } from "./lists.js";
import { pathTemplates } from "./path-templates.js";
import type { Operation, OperationField, Source, SourceField } from "./spec.js";

const addresses = each(ipAddressOrCidr);

const sourceRules: Readonly<Record<SourceField, ListRule>> = {
  principals: noneEmpty,
  notPrincipals: noneEmpty,
  requestPrincipals: noneEmpty,
  notRequestPrincipals: noneEmpty,
  namespaces: noneEmpty,
  notNamespaces: noneEmpty,
  ipBlocks: addresses,
  notIpBlocks: addresses,
  remoteIpBlocks: addresses,
  notRemoteIpBlocks: addresses,
  serviceAccounts,
  notServiceAccounts: serviceAccounts,
  trustDomains,
  notTrustDomains: trustDomains,
};

const operationRules: Readonly<Record<OperationField, ListRule>> = {
  hosts: noneEmpty,
  notHosts: noneEmpty,
  ports: portTexts,
  notPorts: portTexts,
  methods: noneEmpty,
  notMethods: noneEmpty,
  paths,
  notPaths: paths,
};

function* paths(list: readonly string[], path: JsonPath): Iterable<Problem> {
  yield* noneEmpty(list, path);
  yield* pathTemplates(list, path);
}

/** The `path` is that of the entry that holds the source. */
export function source(value: Source | undefined, path: JsonPath): Iterable<Problem> {
  return clause("source", value, sourceRules, path);
}

export function operation(value: Operation | undefined, path: JsonPath): Iterable<Problem> {
  return clause("operation", value, operationRules, path);
}

function* clause<Field extends string>(
  name: string,
  value: Readonly<Partial<Record<Field, readonly string[]>>> | undefined,
  rules: Readonly<Record<Field, ListRule>>,
  path: JsonPath,
): Iterable<Problem> {
  const at = value === undefined ? path : [...path, name];
  let asks = false;
  for (const [field, list] of Object.entries(value ?? {}) as [Field, readonly string[]][]) {
    if (list.length === 0) continue;
    asks = true;
    yield* rules[field](list, [...at, field]);
  }
  if (asks) return;
  const what = value === undefined ? `has no ${name}` : "asks for nothing";
  const remedy = `add a field to its ${name}, or remove it: what is left out matches everything`;
  yield problem(authorizationPolicyFindings.emptyClause, at, `${showPath(at)} ${what}`, remedy);
}

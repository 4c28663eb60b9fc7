import { kinds } from "../collections/kinds.js";
import {
  type Finding,
  isJsonObject,
  type JsonObject,
  type JsonPath,
  type JsonValue,
  type PolicyDocument,
} from "../model/index.js";
import { type MatchResources, readMatchResources, readRules } from "./match-resources.js";
import { concerns } from "./matches.js";
import { nameOf, type Report, report, reportUnsupported, showPath } from "./report.js";
import { readList, readMapping, readText } from "./shape.js";

/** A CEL expression and where it stands. */
export interface Expression {
  readonly text: string;
  readonly path: JsonPath;
}

/** An expression with a name: a variable, a condition. */
export interface NamedExpression extends Expression {
  readonly name: string;
}

export interface Validation {
  readonly expression: Expression;
  readonly message: string;
  readonly messageExpression: Expression | undefined;
}

/** A ValidatingAdmissionPolicy, read and not yet compiled. */
export interface Policy {
  readonly name: string;
  readonly document: PolicyDocument;
  readonly match: MatchResources;
  readonly variables: readonly NamedExpression[];
  readonly matchConditions: readonly NamedExpression[];
  readonly validations: readonly Validation[];
  readonly auditAnnotations: readonly NamedExpression[];
  /** What an expression that fails does to the resource. */
  readonly failurePolicy: "Fail" | "Ignore";
}

const specFields = [
  "paramKind",
  "matchConstraints",
  "validations",
  "failurePolicy",
  "auditAnnotations",
  "matchConditions",
  "variables",
];
const reasons = ["Unauthorized", "Forbidden", "Invalid", "RequestEntityTooLarge"];

/**
 * Reads a policy. Undefined where it cannot match a resource of a served kind: what stands in it is the cluster's
 * business alone. What is wrong with one that can is noted in `to`.
 */
export function readPolicy(document: PolicyDocument, to: Report): Policy | undefined {
  const { spec } = document.document;
  if (!isAboutUs(document, spec)) return undefined;
  checkEnvelope(document, to);
  const fields = readMapping(to, spec, ["spec"], specFields);
  const at = (field: string) => ["spec", field];
  if (isPresent(fields?.paramKind)) {
    reportUnsupported(to, at("paramKind"), "paramKind is not supported: files do not tell which params a cluster has");
  }
  const failurePolicy = readText(to, fields?.failurePolicy, at("failurePolicy"), { oneOf: ["Fail", "Ignore"] });
  const match = readMatchResources(to, fields?.matchConstraints, at("matchConstraints"), { needsRules: true });
  const policy: Policy = {
    name: nameOf(document),
    document,
    match: match ?? noRules,
    variables: readNamed(to, fields?.variables, at("variables"), "name", "expression"),
    matchConditions: readNamed(to, fields?.matchConditions, at("matchConditions"), "name", "expression"),
    validations: readValidations(to, fields?.validations, at("validations")),
    auditAnnotations: readNamed(to, fields?.auditAnnotations, at("auditAnnotations"), "key", "valueExpression"),
    failurePolicy: failurePolicy === "Ignore" ? "Ignore" : "Fail",
  };
  if (fields !== undefined && !isPresent(fields.validations) && !isPresent(fields.auditAnnotations)) {
    report(to, ["spec"], { target: "key", message: "the policy has no validations", remedy: "write spec.validations" });
  }
  checkVariableNames(policy, to);
  return policy;
}

const noRules: MatchResources = {
  matchPolicy: "Equivalent",
  namespaceSelector: [],
  objectSelector: [],
  resourceRules: [],
  excludeResourceRules: [],
};

/** Whether a policy can match a served kind, or is so wrong that nobody can tell. */
function isAboutUs(document: PolicyDocument, spec: JsonValue | undefined): boolean {
  const constraints = isJsonObject(spec) ? spec.matchConstraints : undefined;
  const findings: Finding[] = [];
  const value = isJsonObject(constraints) ? constraints.resourceRules : undefined;
  const rules = readRules({ document, findings }, value, [], true);
  return findings.length > 0 || rules.some((rule) => kinds.some((kind) => concerns(rule, kind)));
}

/** What both kinds have around their spec. */
export function checkEnvelope(document: PolicyDocument, to: Report): void {
  readMapping(to, document.document, [], ["apiVersion", "kind", "metadata", "spec", "status"]);
  if (document.apiVersion !== "admissionregistration.k8s.io/v1") {
    const message = `the apiVersion ${document.apiVersion} is not supported`;
    reportUnsupported(to, ["apiVersion"], `${message}: write admissionregistration.k8s.io/v1`);
  }
  if (nameOf(document) !== "") return;
  report(to, ["metadata", "name"], { message: `this ${document.kind} has no name`, remedy: "write metadata.name" });
}

export function isPresent(value: JsonValue | undefined): boolean {
  return value !== undefined && value !== null;
}

function readNamed(
  to: Report,
  value: JsonValue | undefined,
  path: JsonPath,
  nameField: string,
  textField: string,
): readonly NamedExpression[] {
  const names = new Set<string>();
  return readList(to, value, path).flatMap((entry, index) => {
    const at = (field: string) => [...path, index, field];
    const mapping = readMapping(to, entry, [...path, index], [nameField, textField]);
    if (mapping === undefined) return [];
    const name = readText(to, mapping[nameField], at(nameField), { required: true });
    const text = readText(to, mapping[textField], at(textField), { required: true });
    if (name === undefined || text === undefined) return [];
    if (names.has(name)) {
      const message = `${showPath(path)} has ${JSON.stringify(name)} twice`;
      report(to, at(nameField), { message, remedy: "give each a name of its own" });
    }
    names.add(name);
    return [{ name, text, path: at(textField) }];
  });
}

function readValidations(to: Report, value: JsonValue | undefined, path: JsonPath): readonly Validation[] {
  return readList(to, value, path).flatMap((entry, index) => {
    const at = (field: string) => [...path, index, field];
    const fields = ["expression", "message", "reason", "messageExpression"];
    const mapping = readMapping(to, entry, [...path, index], fields);
    if (mapping === undefined) return [];
    const text = readText(to, mapping.expression, at("expression"), { required: true });
    readText(to, mapping.reason, at("reason"), { oneOf: reasons });
    const message = readMessage(to, mapping, at("message"));
    const composed = readText(to, mapping.messageExpression, at("messageExpression"));
    if (text === undefined) return [];
    const messageExpression = composed === undefined ? undefined : { text: composed, path: at("messageExpression") };
    return [{ expression: { text, path: at("expression") }, message, messageExpression }];
  });
}

function readMessage(to: Report, mapping: JsonObject, path: JsonPath): string {
  const message = readText(to, mapping.message, path)?.trim() ?? "";
  if (!/[\r\n]/.test(message)) return message;
  report(to, path, { message: "a message has several lines", remedy: "write it on one line" });
  return "";
}

function checkVariableNames({ variables }: Policy, to: Report): void {
  for (const { name, path } of variables) {
    if (/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) continue;
    const message = `${JSON.stringify(name.slice(0, 80))} is no name that an expression can use`;
    report(to, [...path.slice(0, -1), "name"], { message, remedy: "use letters, digits and _, no digit first" });
  }
}

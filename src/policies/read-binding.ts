import type { PolicyDocument } from "../model/index.js";
import { type MatchResources, readMatchResources } from "./match-resources.js";
import { checkEnvelope, isPresent } from "./read-policy.js";
import { nameOf, type Report, report, reportUnsupported } from "./report.js";
import { readMapping, readText, readTexts } from "./shape.js";

/** What a binding does about a resource that breaks the policy, the strictest first. */
export type Action = "Deny" | "Warn" | "Audit";

/** A ValidatingAdmissionPolicyBinding. */
export interface Binding {
  readonly name: string;
  readonly document: PolicyDocument;
  readonly policyName: string;
  readonly actions: readonly Action[];
  /** Narrows what the policy is about; undefined where it does not. */
  readonly match: MatchResources | undefined;
}

const actions: readonly Action[] = ["Deny", "Warn", "Audit"];

/** The name of the policy that a binding names, however wrong the rest of it is; empty where it names none. */
export function policyNameOf({ document: { spec } }: PolicyDocument): string {
  const name = typeof spec === "object" && spec !== null && "policyName" in spec ? spec.policyName : undefined;
  return typeof name === "string" ? name : "";
}

/** Reads a binding. What is wrong with it is noted in `to`. */
export function readBinding(document: PolicyDocument, to: Report): Binding {
  checkEnvelope(document, to);
  const at = (field: string) => ["spec", field];
  const fields = ["policyName", "paramRef", "matchResources", "validationActions"];
  const spec = readMapping(to, document.document.spec, ["spec"], fields);
  if (isPresent(spec?.paramRef)) {
    reportUnsupported(to, at("paramRef"), "paramRef is not supported: files do not tell which params a cluster has");
  }
  const policyName = readText(to, spec?.policyName, at("policyName"), { required: true }) ?? "";
  const chosen = readTexts(to, spec?.validationActions, at("validationActions"), { required: true, oneOf: actions });
  if (new Set(chosen).size < chosen.length) {
    report(to, at("validationActions"), { message: "an action stands twice", remedy: "name each action once" });
  }
  if (chosen.includes("Deny") && chosen.includes("Warn")) {
    const message = "Deny and Warn exclude each other: what is denied needs no warning";
    report(to, at("validationActions"), { message, remedy: "keep one of the two" });
  }
  const match = isPresent(spec?.matchResources)
    ? readMatchResources(to, spec?.matchResources, at("matchResources"), { needsRules: false })
    : undefined;
  return {
    name: nameOf(document),
    document,
    policyName,
    actions: actions.filter((one) => chosen.includes(one)),
    match,
  };
}

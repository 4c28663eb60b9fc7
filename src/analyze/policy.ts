import type { AnalysisConfig, FailOn, Finding, Resource, Severity } from "../model/index.js";
import { textAt } from "./fields.js";

/** By which `istioctl analyze` is told what to leave out: codes with commas between. */
const annotation = "galley.istio.io/analyze-suppress";

const nothing: readonly string[] = Object.freeze([]);

/** The codes that a resource's annotation asks to be spared of; one that ends in * stands for all that begin so. */
export function sparedBy({ document }: Resource): readonly string[] {
  const text = textAt(document, "metadata", "annotations", annotation);
  if (text === undefined) return nothing;
  return text
    .split(",")
    .map((code) => code.trim().slice(0, 20))
    .filter((code) => code !== "");
}

/** Whether a code is shown, and with which severity. */
export interface Policy {
  /** The finding as it is shown; undefined where its code is disabled, or its resource spared of it. */
  apply(finding: Finding, spared: readonly string[]): Finding | undefined;
}

/** Applies what the configuration says of analysis to Istio's own codes, whoever found them. Other codes stay as they are. */
export function createPolicy({ failOn, disable }: AnalysisConfig): Policy {
  const disabled: ReadonlySet<string> = new Set(disable);
  return {
    apply(finding, spared) {
      const { code } = finding;
      if (!code.startsWith("IST")) return finding;
      if (disabled.has(code) || spared.some((pattern) => stands(pattern, code))) return undefined;
      const severity = severityUnder(failOn, finding.severity);
      return severity === finding.severity ? finding : { ...finding, severity };
    },
  };
}

function stands(pattern: string, code: string): boolean {
  return pattern.endsWith("*") ? code.startsWith(pattern.slice(0, -1)) : pattern === code;
}

/** An error rejects a commit, so what must not is a warning, and what must is an error. */
function severityUnder(failOn: FailOn, severity: Severity): Severity {
  if (severity === "info" || failOn === "error") return severity;
  return failOn === "warning" ? "error" : "warning";
}

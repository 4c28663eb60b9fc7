import { policyFindings } from "../findings/policies.js";
import { type FindingRow, finding } from "../findings/row.js";
import { type Finding, isJsonObject, type JsonPath, type PolicyDocument } from "../model/index.js";

/** Where the findings about one document go. */
export interface Report {
  readonly document: PolicyDocument;
  readonly findings: Finding[];
}

/** What a finding about a document says. */
interface Note {
  readonly row?: FindingRow;
  readonly target?: "key" | "value";
  /** Inside of a text. */
  readonly offset?: number;
  readonly message: string;
  readonly remedy: string;
}

/** The name of a document; empty where it has none that can be used. */
export function nameOf({ document: { metadata } }: PolicyDocument): string {
  const name = isJsonObject(metadata) ? metadata.name : undefined;
  return typeof name === "string" ? name : "";
}

/** Notes a mistake at a value of the document. */
export function report({ document, findings }: Report, path: JsonPath, note: Note): void {
  const { row = policyFindings.malformed, target = "value", offset, message, remedy } = note;
  const { file, kind } = document;
  const place = { file, kind, name: nameOf(document) || null, ...document.locate(path, target, offset) };
  findings.push(finding(row, place, message, remedy));
}

/** What to do about a part that is not supported. */
export const withoutIt =
  "write the rule without it, or leave the repository's policies to the cluster (--skip-repository-policies)";

/** Notes a part that a cluster takes and that cannot be judged here. */
export function reportUnsupported(to: Report, path: JsonPath, message: string, target: "key" | "value" = "key"): void {
  report(to, path, { row: policyFindings.unsupported, target, message, remedy: withoutIt });
}

/** As in `spec.validations[0].expression`. */
export function showPath(path: JsonPath): string {
  return path.map((step, index) => (typeof step === "number" ? `[${step}]` : index === 0 ? step : `.${step}`)).join("");
}

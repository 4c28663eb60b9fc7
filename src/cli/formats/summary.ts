import type { Finding, Severity } from "../../model/index.js";
import type { ReadLine } from "./source-line.js";

/** What `gitxds validate` found, ready to be written in any format. */
export interface Report {
  /** Each `file` can be opened from where the command ran. */
  readonly findings: readonly Finding[];
  /** The folders that were named, as in `file`; JSON takes them off again. */
  readonly roots: readonly string[];
  readonly files: number;
  readonly resources: number;
  /** Gives the lines that findings are about. */
  readonly readLine: ReadLine;
}

/** The `summary` of the JSON format. */
export interface Summary {
  readonly files: number;
  readonly resources: number;
  readonly errors: number;
  readonly warnings: number;
  readonly infos: number;
}

/** Counts a report. */
export function summarize({ findings, files, resources }: Report): Summary {
  const count = (severity: Severity) => findings.filter((finding) => finding.severity === severity).length;
  return { files, resources, errors: count("error"), warnings: count("warning"), infos: count("info") };
}

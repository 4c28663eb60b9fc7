import type { Finding, FindingCode, Severity } from "../../model/index.js";
import type { Comparison } from "../../pipeline/on-disk/once.js";
import type { ReadLine } from "./source-line.js";

/** What `gitxds validate` found, ready to be written in any format. */
export interface Report {
  /** Each `file` can be opened from where the command ran. */
  readonly findings: readonly Finding[];
  /** Codes that may be true of some resource, were the MeshConfig known. */
  readonly notAsked: readonly FindingCode[];
  /** The folders that were named, as in `file`; JSON takes them off again. */
  readonly roots: readonly string[];
  readonly files: number;
  readonly resources: number;
  /** What the findings were held against; null where all of them are there. */
  readonly base: Comparison | null;
  /** Gives the lines that findings are about. */
  readonly readLine: ReadLine;
  /** A finding's file as seen from the top of its repository, or an absolute path; with `/`. */
  readonly fromTop: (file: string) => string;
  /** Whether text may have colours. */
  readonly color: boolean;
  /** Nothing but findings for people to read. */
  readonly quiet: boolean;
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

/** One line that says what was read, what was found, and what is not shown; empty for a quiet report. */
export function summaryLine(report: Report): string {
  const { base, quiet } = report;
  if (quiet) return "";
  const { files, resources, errors, warnings, infos } = summarize(report);
  const age = base === null ? "" : "new ";
  const counts = [count(errors, `${age}error`), count(warnings, `${age}warning`)];
  if (infos > 0) counts.push(count(infos, `${age}note`));
  const read = `${count(resources, "resource")} in ${count(files, "file")}: ${counts.join(", ")}`;
  if (base === null) return `${read}\n`;
  const since = `since ${base.commit.slice(0, 12)} (merge base with ${base.ref})`;
  return `${read} ${since}; ${count(base.hidden, "older finding")} not shown\n`;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

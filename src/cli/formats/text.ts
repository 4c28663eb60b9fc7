import type { Finding } from "../../model/index.js";
import { excerpt, type ReadLine } from "./source-line.js";
import { type Report, summarize } from "./summary.js";

/**
 * For people: a line per finding that editors and terminals make clickable, the line that it is about with a caret, the
 * remedy, a summary, and where there are errors how to learn more.
 */
export function textReport(report: Report): string {
  const { files, resources, errors, warnings, infos } = summarize(report);
  const counts = [count(errors, "error"), count(warnings, "warning")];
  if (infos > 0) counts.push(count(infos, "note"));
  const summary = `${count(resources, "resource")} in ${count(files, "file")}: ${counts.join(", ")}`;
  const findings = report.findings.map((finding) => textFinding(finding, report.readLine));
  return [...findings, summary, ...hint(report.findings), ""].join("\n");
}

function hint(findings: readonly Finding[]): readonly string[] {
  const first = findings.find(({ severity }) => severity === "error");
  return first === undefined ? [] : [`gitxds explain ${first.code} says more`];
}

/** One finding, with its line where that can be read. */
export function textFinding(finding: Finding, readLine: ReadLine): string {
  const { severity, code, message, remedy, file, line, column } = finding;
  const parts = [`${place(finding)}${severity} ${code}: ${message}`];
  const text = file === null || line === null ? undefined : readLine(file, line);
  if (text !== undefined && line !== null) parts.push(excerpt(text, line, column ?? 1));
  parts.push(`    ${remedy}`);
  return parts.join("\n");
}

function place({ file, line, column }: Finding): string {
  if (file === null) return "";
  return line === null ? `${file}: ` : `${file}:${line}:${column ?? 1}: `;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

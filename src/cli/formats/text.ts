import type { Finding } from "../../model/index.js";
import { type Report, summarize } from "./summary.js";

/** For people: a line per finding that editors and terminals make clickable, its remedy below it, and a summary. */
export function textReport(report: Report): string {
  const { files, resources, errors, warnings, infos } = summarize(report);
  const counts = [count(errors, "error"), count(warnings, "warning")];
  if (infos > 0) counts.push(count(infos, "note"));
  const summary = `${count(resources, "resource")} in ${count(files, "file")}: ${counts.join(", ")}`;
  return [...report.findings.map(textFinding), summary, ""].join("\n");
}

/** One finding on two lines. */
export function textFinding(finding: Finding): string {
  const { severity, code, message, remedy } = finding;
  return `${place(finding)}${severity} ${code}: ${message}\n    ${remedy}`;
}

function place({ file, line, column }: Finding): string {
  if (file === null) return "";
  return line === null ? `${file}: ` : `${file}:${line}:${column ?? 1}: `;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

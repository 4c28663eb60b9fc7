import type { Finding } from "../../model/index.js";
import { type Report, summarize } from "./summary.js";

/** For programs: `{"findings": […], "summary": {…}}`, files relative to the folder that was named; `base` where there is one. */
export function jsonReport(report: Report): string {
  const roots = [...report.roots].sort((a, b) => b.length - a.length);
  const relative = (finding: Finding): Finding => {
    const root = roots.find((folder) => folder !== "" && finding.file?.startsWith(`${folder}/`));
    if (root === undefined || finding.file === null) return finding;
    return { ...finding, file: finding.file.slice(root.length + 1) };
  };
  const base = report.base === null ? {} : { base: report.base };
  const whole = { findings: report.findings.map(relative), summary: summarize(report), ...base };
  return `${JSON.stringify(whole, null, 2)}\n`;
}

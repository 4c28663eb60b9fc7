import type { Finding, Severity } from "../../model/index.js";
import { packageVersion } from "../../util/version.js";
import { type Report, summaryLine } from "./summary.js";

const commands: Readonly<Record<Severity, string>> = { error: "error", warning: "warning", info: "notice" };
const ranks: Readonly<Record<Severity, number>> = { error: 0, warning: 1, info: 2 };

/**
 * For a GitHub Actions log: workflow commands that GitHub shows as annotations on the lines of a pull request. It shows
 * few of a step's, so errors come first; the summary counts them all.
 */
export function githubReport(report: Report): string {
  const ranked = [...report.findings].sort((a, b) => ranks[a.severity] - ranks[b.severity]);
  return ranked.map((finding) => `${annotation(finding, report)}\n`).join("") + summaryLine(report);
}

function annotation(finding: Finding, { fromTop }: Report): string {
  const { severity, line, column, code, message, remedy } = finding;
  const file = finding.file === null ? null : fromTop(finding.file);
  const properties = Object.entries({ file, line, col: column, title: `gitxds ${packageVersion()} ${code}` })
    .filter(([, value]) => value !== null)
    .map(([key, value]) => `${key}=${escapeProperty(String(value))}`);
  return `::${commands[severity]} ${properties.join(",")}::${escapeData(`${message}\n${remedy}`)}`;
}

/** A command ends at the line's end, so these three are written as percent codes. */
function escapeData(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

/** In a property, `:` and `,` separate. */
function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}

import { styleText } from "node:util";
import type { Finding, Severity } from "../../model/index.js";
import { excerpt, type ReadLine } from "./source-line.js";
import { type Report, summaryLine } from "./summary.js";

type Style = Parameters<typeof styleText>[0];
type Paint = (style: Style, text: string) => string;

/** Whether there may be colours was decided from the command's own output, not from the process's. */
const colored: Paint = (style, text) => styleText(style, text, { validateStream: false });
const plain: Paint = (_style, text) => text;
const colors: Readonly<Record<Severity, Style>> = {
  error: ["bold", "red"],
  warning: ["bold", "yellow"],
  info: ["bold", "cyan"],
};

/**
 * For people: a line per finding that editors and terminals make clickable, the line that it is about with a caret, the
 * remedy, a summary, and where there are errors how to learn more.
 */
export function textReport(report: Report): string {
  const paint: Paint = report.color ? colored : plain;
  const findings = report.findings.map((finding) => `${textFinding(finding, report.readLine, paint)}\n`);
  return findings.join("") + summaryLine(report) + notChecked(report) + hint(report);
}

function notChecked({ notAsked, quiet }: Report): string {
  return notAsked.length === 0 || quiet ? "" : `not checked without --mesh-config: ${notAsked.join(", ")}\n`;
}

function hint({ findings, quiet }: Report): string {
  const first = findings.find(({ severity }) => severity === "error");
  return first === undefined || quiet ? "" : `gitxds explain ${first.code} says more\n`;
}

/** One finding, with its line where that can be read. */
export function textFinding(finding: Finding, readLine: ReadLine, paint: Paint = plain): string {
  const { severity, code, message, remedy, file, line, column } = finding;
  const color = colors[severity];
  const parts = [`${paint("bold", place(finding))}${paint(color, `${severity} ${code}`)}: ${message}`];
  const text = file === null || line === null ? undefined : readLine(file, line);
  if (text !== undefined && line !== null) {
    const { shown, indent } = excerpt(text, column ?? 1);
    const margin = " ".repeat(String(line).length);
    parts.push(
      `    ${paint("dim", `${line} |`)} ${shown}`,
      `    ${paint("dim", `${margin} |`)} ${indent}${paint(color, "^")}`,
    );
  }
  parts.push(`    ${remedy}`);
  return parts.join("\n");
}

function place({ file, line, column }: Finding): string {
  if (file === null) return "";
  return line === null ? `${file}: ` : `${file}:${line}:${column ?? 1}: `;
}

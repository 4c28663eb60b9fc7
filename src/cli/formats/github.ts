import type { Finding, Severity } from "../../model/index.js";
import { packageVersion } from "../../util/version.js";
import type { Report } from "./summary.js";

const commands: Readonly<Record<Severity, string>> = { error: "error", warning: "warning", info: "notice" };

/** For a GitHub Actions log: workflow commands that GitHub shows as annotations on the lines of a pull request. */
export function githubReport({ findings }: Report): string {
  return findings.map((finding) => `${annotation(finding)}\n`).join("");
}

function annotation({ severity, file, line, column, code, message, remedy }: Finding): string {
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

import { isAbsolute } from "node:path";
import { pathToFileURL } from "node:url";
import { findRow } from "../../findings/catalog.js";
import { type Finding, type Severity, sameness } from "../../model/index.js";
import { contentHash } from "../../util/hash.js";
import { packageVersion } from "../../util/version.js";
import type { Report } from "./summary.js";

const levels: Readonly<Record<Severity, string>> = { error: "error", warning: "warning", info: "note" };

/** Named by SARIF's own convention for the top of a repository; GitHub and viewers know it. */
const top = "%SRCROOT%";

/**
 * For code scanning: SARIF 2.1.0 (OASIS), one run, one result per finding. GitHub refuses a file whole if one result has
 * no location or one rule no description, so every result has a line and every rule a text.
 */
export function sarifReport(report: Report): string {
  const codes = [...new Set(report.findings.map(({ code }) => code))].sort();
  const driver = { name: "gitxds", semanticVersion: packageVersion(), rules: codes.map(rule) };
  const fingerprint = fingerprints();
  const results = report.findings.map((finding) => ({
    ruleId: finding.code,
    ruleIndex: codes.indexOf(finding.code),
    level: levels[finding.severity],
    message: { text: `${finding.message}\n${finding.remedy}` },
    locations: [{ physicalLocation: location(finding, report) }],
    partialFingerprints: { "gitxds/v1": fingerprint(finding) },
  }));
  const originalUriBaseIds = { [top]: { description: { text: "the top of the repository" } } };
  const log = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [{ tool: { driver }, columnKind: "utf16CodeUnits", originalUriBaseIds, results }],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

function rule(id: string): object {
  const row = findRow(id);
  const statement = row?.statement ?? id;
  return {
    id,
    shortDescription: { text: statement },
    fullDescription: { text: row?.why ?? statement },
    help: { text: row?.fix ?? statement },
    ...(row === undefined ? {} : { defaultConfiguration: { level: levels[row.severity] } }),
  };
}

/** What is about no line is put on the first; what is about no file, on the folder that was named. */
function location({ file, line, column }: Finding, { fromTop, roots }: Report): object {
  const path = fromTop(file ?? roots[0] ?? "");
  const artifactLocation = isAbsolute(path)
    ? { uri: pathToFileURL(path).href }
    : { uri: path === "" ? "." : path.split("/").map(encodeURIComponent).join("/"), uriBaseId: top };
  return { artifactLocation, region: { startLine: line ?? 1, startColumn: column ?? 1 } };
}

/** Stays the same when lines move; equal findings are told apart by their order. */
function fingerprints(): (finding: Finding) => string {
  const counts = new Map<string, number>();
  return (finding) => {
    const key = contentHash(sameness(finding));
    const count = (counts.get(key) ?? 0) + 1;
    counts.set(key, count);
    return `${key}:${count}`;
  };
}

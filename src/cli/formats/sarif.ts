import { findRow } from "../../findings/catalog.js";
import type { Finding, Severity } from "../../model/index.js";
import { packageVersion } from "../../util/version.js";
import type { Report } from "./summary.js";

const levels: Readonly<Record<Severity, string>> = { error: "error", warning: "warning", info: "note" };

/** For code scanning: SARIF 2.1.0 (OASIS), one run, one result per finding. */
export function sarifReport({ findings }: Report): string {
  const rules = [...new Set(findings.map(({ code }) => code))].sort().map(rule);
  const driver = { name: "gitxds", semanticVersion: packageVersion(), rules };
  const log = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [{ tool: { driver }, columnKind: "utf16CodeUnits", results: findings.map(result) }],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

/** What code scanning shows of a rule beside its results. */
function rule(id: string): object {
  const row = findRow(id);
  if (row === undefined) return { id };
  return {
    id,
    shortDescription: { text: row.statement },
    fullDescription: { text: row.why },
    help: { text: row.fix },
    defaultConfiguration: { level: levels[row.severity] },
  };
}

function result({ code, severity, message, remedy, file, line, column }: Finding): object {
  const region = line === null ? {} : { region: { startLine: line, startColumn: column ?? 1 } };
  const physicalLocation = { artifactLocation: { uri: encodeURI(file ?? "") }, ...region };
  return {
    ruleId: code,
    level: levels[severity],
    message: { text: `${message}\n${remedy}` },
    ...(file === null ? {} : { locations: [{ physicalLocation }] }),
  };
}

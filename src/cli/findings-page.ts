import { findingGroups } from "../findings/catalog.js";
import type { FindingRow } from "../findings/row.js";
import { type ExampleFile, readExample } from "./example-files.js";

const introduction = `<!-- Written by npm run docs from src/findings and examples/broken: change those. -->

# Findings

Every rule that gitxds holds a commit to, by its code. A code never changes its meaning and is never used again for another rule.
\`gitxds explain CODE\` prints the same on a terminal.

A finding of severity **error** rejects the commit: nothing of it is served, and what was live stays live. Most of these rules are
Kubernetes' and Istio's own. istiod checks what it receives and drops a resource that breaks them with one line in its log, though it
acknowledges it: a new resource is then missing, and of a changed one the old version goes on working. A **warning** or an **info**
lets the commit pass.

Codes that start with IST are those of \`istioctl analyze\` for the same rule.
`;

/** The text of docs/findings.md: one section per group, and of each code its rule, reason, fix and example. */
export function findingsPage(): string {
  const contents = findingGroups.map(({ title, rows }) => `- ${title}: ${rows.map(link).join(", ")}`);
  const sections = findingGroups.flatMap(({ title, rows }) => [`## ${title}`, ...rows.map(ruleText)]);
  return `${[introduction.trimEnd(), contents.join("\n"), ...sections].join("\n\n")}\n`;
}

function link({ code }: FindingRow): string {
  return `[${code}](#${code.toLowerCase()})`;
}

function ruleText(row: FindingRow): string {
  const { code, severity, statement, why, fix } = row;
  const rule = `**${severity}**: ${prose(statement)}`;
  return [`### ${code}`, rule, `*Why:* ${prose(why)}`, `*Fix:* ${prose(fix)}`, ...exampleTexts(row)].join("\n\n");
}

function exampleTexts(row: FindingRow): readonly string[] {
  const example = readExample(row);
  if (example === undefined) return [`No example: ${row.example?.none}.`];
  const { fails, passes, command } = example;
  const found = row.example?.flags === undefined ? [] : [`Found by \`${command}\`.`];
  return [...found, ...fails.map((file) => fileText("Fails", file)), ...passes.map((file) => fileText("Passes", file))];
}

function fileText(verdict: string, { path, text }: ExampleFile): string {
  const language = path.endsWith(".yaml") ? "yaml" : "";
  return `${verdict}, \`${path}\`:\n\n\`\`\`${language}\n${text.trimEnd()}\n\`\`\``;
}

/** Signs that Markdown would take for its own. */
function prose(text: string): string {
  return text.replace(/[*<]/g, "\\$&");
}

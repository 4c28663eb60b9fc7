import { findingCodes, findingGroups, findRow } from "../findings/catalog.js";
import type { FindingRow } from "../findings/row.js";
import { UsageError } from "../model/index.js";
import { nearMiss } from "../util/near-miss.js";
import { type ExampleFile, readExample } from "./example-files.js";
import type { CliIo, ExitCode } from "./io.js";

/** The flags of `gitxds explain`. */
export interface ExplainFlags {
  readonly format: string;
}

/** `gitxds explain [CODE]`: the rule of a code, why it is there, what to do, and an example; without CODE, all rules. */
export function explainCommand(code: string | undefined, { format }: ExplainFlags, io: CliIo): ExitCode {
  if (code === undefined) {
    io.stdout.write(format === "json" ? toJson(findingGroups) : listText());
    return 0;
  }
  const row = findRow(code);
  if (row === undefined) throw unknownCode(code);
  io.stdout.write(format === "json" ? toJson({ ...row, example: readExample(row) ?? null }) : explanation(row));
  return 0;
}

function unknownCode(code: string): UsageError {
  const suggestion = nearMiss(code, findingCodes);
  const remedy = "gitxds explain, without a code, lists them all";
  return new UsageError(
    `there is no code ${JSON.stringify(code)}`,
    suggestion === undefined ? remedy : `did you mean ${suggestion}? ${remedy}`,
  );
}

function listText(): string {
  const sections = findingGroups.map(({ title, rows }) => [title, ...rows.map(listLine), ""].join("\n"));
  return `${sections.join("\n")}\ngitxds explain CODE says why a rule is there and what to do.\n`;
}

function listLine({ code, severity, statement }: FindingRow): string {
  return `  ${code.padEnd(7)}  ${severity.padEnd(7)}  ${statement}`;
}

function explanation(row: FindingRow): string {
  const { code, severity, statement, why, fix } = row;
  const texts = [`${code} (${severity}): ${statement}`, `Why: ${why}`, `Fix: ${fix}`].map(wrap);
  return `${[...texts, ...exampleTexts(row), `See docs/findings.md#${code.toLowerCase()}`].join("\n\n")}\n`;
}

function exampleTexts(row: FindingRow): readonly string[] {
  const example = readExample(row);
  if (example === undefined) return [`No example: ${row.example?.none}.`];
  const { fails, passes, command } = example;
  const found = row.example?.flags === undefined ? [] : [`Found by ${command}`];
  return [...found, ...fails.map((file) => fileText("Fails", file)), ...passes.map((file) => fileText("Passes", file))];
}

function fileText(verdict: string, { path, text }: ExampleFile): string {
  const lines = text.trimEnd().split("\n");
  return [`${verdict}: ${path}`, ...lines.map((line) => (line === "" ? "" : `    ${line}`))].join("\n");
}

const maxWidth = 100;

/** Broken between words, so that a terminal does not break within them. */
function wrap(text: string): string {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && line.length + 1 + word.length > maxWidth) {
      lines.push(line);
      line = `     ${word}`;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return [...lines, line].join("\n");
}

function toJson(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

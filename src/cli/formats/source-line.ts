/** The text of a line of a file, without its line break; undefined where it is not to be had. */
export type ReadLine = (file: string, line: number) => string | undefined;

/** Columns that fit a terminal beside the margin. */
const width = 100;

/** The line with a caret below the column, as compilers show it; of a long line the part around the column. */
export function excerpt(text: string, line: number, column: number): string {
  const start = Math.max(0, Math.min(column - 1 - width / 2, text.length - width));
  const shown = printable(text.slice(start, start + width));
  const margin = " ".repeat(String(line).length);
  const indent = " ".repeat(Math.min(column - 1 - start, shown.length));
  return `    ${line} | ${start > 0 ? "…" : ""}${shown}\n    ${margin} | ${start > 0 ? " " : ""}${indent}^`;
}

/** One column for each UTF-16 unit, and nothing that moves a terminal's cursor. */
function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/gu, " ");
}

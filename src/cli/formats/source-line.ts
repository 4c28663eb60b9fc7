/** The text of a line of a file, without its line break; undefined where it is not to be had. */
export type ReadLine = (file: string, line: number) => string | undefined;

/** A line as it is shown, and what goes before a caret below it. */
export interface Excerpt {
  readonly shown: string;
  readonly indent: string;
}

/** Columns that fit a terminal beside the margin. */
const width = 100;

/** The line, of a long one the part around the column (from 1, in UTF-16 units), as compilers show it. */
export function excerpt(text: string, column: number): Excerpt {
  const at = Math.min(column - 1, text.length);
  const from = Math.max(0, at - width);
  const before = cellsOf(text.slice(from, at));
  const after = cellsOf(text.slice(at, at + width));
  const end = fitting(after, Math.max(width / 2, width - columnsOf(before)));
  const start = fitting(before.toReversed(), width - columnsOf(end)).toReversed();
  const cutBefore = from > 0 || start.length < before.length ? "…" : "";
  const cutAfter = at + width < text.length || end.length < after.length ? "…" : "";
  const shown = [...start, ...end].map((cell) => cell.text).join("");
  return {
    shown: `${cutBefore}${shown}${cutAfter}`,
    indent: " ".repeat(cutBefore.length + columnsOf(start)),
  };
}

/** What a terminal shows as one character. */
interface Cell {
  readonly text: string;
  readonly columns: number;
}

const characters = new Intl.Segmenter(undefined, { granularity: "grapheme" });

/** Two columns each, by Unicode's East Asian Width as far as scripts tell it (UAX #11). */
const wide =
  /(?![\uff61-\uff9f])[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\u3000-\u303e\uff01-\uff60\uffe0-\uffe6\p{Emoji_Presentation}]/u;
const invisible = /^[\p{Mn}\p{Me}\p{Cf}]+$/u;

function cellsOf(text: string): readonly Cell[] {
  return [...characters.segment(printable(text))].map(({ segment }) => ({
    text: segment,
    columns: invisible.test(segment) ? 0 : wide.test(segment) ? 2 : 1,
  }));
}

function columnsOf(cells: readonly Cell[]): number {
  return cells.reduce((sum, { columns }) => sum + columns, 0);
}

/** As many of the first cells as have room. */
function fitting(cells: readonly Cell[], room: number): readonly Cell[] {
  let used = 0;
  const end = cells.findIndex(({ columns }) => {
    used += columns;
    return used > room;
  });
  return end < 0 ? cells : cells.slice(0, end);
}

/** A blank for whatever moves a terminal's cursor or turns the direction of what follows; tabs, too. */
function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Bidi_Control}]/gu, " ");
}

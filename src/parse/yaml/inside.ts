import { getScalarValue, isQuoted, type ScalarEvent } from "./events.js";

/** A character of a scalar as it is written: quotes stand twice, escapes are longer than what they stand for. */
const quoted = /''|./gsu;
const escaped = /\\(?:x..|u.{4}|U.{8}|\r?\n|.)|./gsu;
const plain = /./gsu;

/**
 * Where a character of a scalar's value stands in the text. Folding and indentation change white space only, so the
 * other characters are counted.
 */
export function offsetInScalar(text: string, event: ScalarEvent, offset: number): number {
  const { valueStart, valueEnd } = event;
  const before = [...getScalarValue(text, event).slice(0, offset)].filter(isInk).length;
  const raw = text.slice(valueStart, valueEnd);
  const pattern = !isQuoted(event) ? plain : text[valueStart - 1] === "'" ? quoted : escaped;
  let count = 0;
  for (const { 0: piece, index } of raw.matchAll(pattern)) {
    if (!isWritten(piece)) continue;
    if (count === before) return valueStart + index;
    count += 1;
  }
  return valueStart + raw.trimEnd().length;
}

function isInk(character: string): boolean {
  return /\S/.test(character);
}

/** Whether a piece of the text stands for something else than white space. */
function isWritten(piece: string): boolean {
  return piece.startsWith("\\") && piece.length > 1 ? !/^\\[nrtv \t\r\n]/.test(piece) : isInk(piece);
}

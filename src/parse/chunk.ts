/** One document of a file, as text. */
export interface Chunk {
  readonly text: string;
  /** The line of the file on which it starts, from 1. It starts at column 1. */
  readonly line: number;
  /** What follows `---` on the line before the text; Kubernetes takes only a comment there. */
  readonly trailing: string;
}

/**
 * Cuts a file at lines that start with `---`, before anything is read as YAML, as Kubernetes does (YAMLReader of
 * k8s.io/apimachinery), so a broken document does not hide the others. A text that is not empty ends with a line break.
 */
export function* splitDocuments(text: string): Iterable<Chunk> {
  let start = 0;
  let line = 1;
  let trailing = "";
  for (;;) {
    const end = nextSeparator(text, start);
    const piece = text.slice(start, end);
    yield { text: piece === "" || piece.endsWith("\n") ? piece : `${piece}\n`, line, trailing };
    if (end === text.length) return;
    const lineEnd = text.indexOf("\n", end);
    trailing = text.slice(end + 3, lineEnd < 0 ? text.length : lineEnd).trim();
    line += countLineBreaks(piece) + 1;
    start = lineEnd < 0 ? text.length : lineEnd + 1;
  }
}

/** Where the next line that starts with `---` starts, this line included; the end of the text where there is none. */
function nextSeparator(text: string, lineStart: number): number {
  if (text.startsWith("---", lineStart)) return lineStart;
  const found = text.indexOf("\n---", lineStart);
  return found < 0 ? text.length : found + 1;
}

function countLineBreaks(text: string): number {
  let count = 0;
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) count += 1;
  return count;
}

/** Longer words are nobody's typing mistake, and cost the square of their length. */
const maxLength = 64;

/**
 * The candidate that was most likely meant: equal but for case and separators, or at most two edits away, one in a word of
 * up to four letters (insertion, deletion, replacement, two neighbours swapped). Undefined where none is that near.
 */
export function nearMiss(word: string, candidates: Iterable<string>): string | undefined {
  if (word.length > maxLength) return undefined;
  let best: { readonly candidate: string; readonly distance: number } | undefined;
  for (const candidate of candidates) {
    if (candidate.length > maxLength) continue;
    const limit = Math.max(word.length, candidate.length) > 4 ? 2 : 1;
    const distance = distanceWithin(limit, word, candidate);
    if (distance !== undefined && (best === undefined || distance < best.distance)) best = { candidate, distance };
  }
  return best?.candidate;
}

function distanceWithin(limit: number, word: string, candidate: string): number | undefined {
  if (plain(word) === plain(candidate)) return 0;
  if (Math.abs(word.length - candidate.length) > limit) return undefined;
  const distance = editDistance(word.toLowerCase(), candidate.toLowerCase());
  return distance <= limit ? distance : undefined;
}

function plain(word: string): string {
  return word.toLowerCase().replace(/[-_. ]/g, "");
}

/** Optimal string alignment distance: Levenshtein's edits and swaps of neighbours. */
function editDistance(a: string, b: string): number {
  let beforeLast: readonly number[] = [];
  let last: readonly number[] = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const cost = a[row - 1] === b[column - 1] ? 0 : 1;
      let distance = Math.min(at(last, column) + 1, at(current, column - 1) + 1, at(last, column - 1) + cost);
      const swapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      if (swapped) distance = Math.min(distance, at(beforeLast, column - 2) + 1);
      current.push(distance);
    }
    beforeLast = last;
    last = current;
  }
  return at(last, b.length);
}

function at(row: readonly number[], column: number): number {
  return row[column] ?? Number.POSITIVE_INFINITY;
}

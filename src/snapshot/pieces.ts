import { type Collection, countEntries, type EncodedResource, type Piece } from "../model/index.js";
import { frameResources } from "../proto/index.js";
import { pieceBytes } from "./join-pieces.js";

/** Entries from `from` up to, not including, `to`, of the new list. */
interface Run {
  readonly from: number;
  readonly to: number;
}

/** Smaller ones are built together with a neighbour, so that deletions do not leave crumbs. */
const smallPiece = pieceBytes / 2;

/**
 * The pieces of a collection, of resources sorted by name. A piece of `previous` whose entries are all here, unchanged and
 * with none in between, is taken over as it is; what lies between such pieces is built. So a change of one entry costs a
 * piece, or two where what it leaves is small; no piece is small but an only one.
 */
export function buildPieces(
  sorted: readonly EncodedResource[],
  previous: Pick<Collection, "names" | "versions" | "pieces"> | undefined,
): readonly Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  const build = (to: number) => {
    for (const run of cut(sorted, { from, to })) {
      pieces.push(frameResources(sorted.slice(run.from, run.to).map(({ bytes }) => bytes)));
    }
  };
  /** What is small up to there takes the piece before it in; false where there is none. */
  const grow = (to: number) => {
    if (from === to || !isSmall(sorted, { from, to })) return true;
    const before = pieces.pop();
    if (before !== undefined) from -= countEntries(before);
    return before !== undefined;
  };
  for (const { piece, at } of previous === undefined ? [] : unchanged(sorted, previous)) {
    // Where none is before, the one after is built anew instead.
    if (!grow(at)) continue;
    build(at);
    pieces.push(piece);
    from = at + countEntries(piece);
  }
  grow(sorted.length);
  build(sorted.length);
  return pieces;
}

/** The pieces that are taken over, and the index in the new list at which each begins. */
function* unchanged(
  sorted: readonly EncodedResource[],
  { names, versions, pieces }: Pick<Collection, "names" | "versions" | "pieces">,
): Iterable<{ readonly piece: Piece; readonly at: number }> {
  let start = 0;
  let at = 0;
  for (const piece of pieces) {
    const end = start + countEntries(piece);
    const first = names[start] ?? "";
    while (at < sorted.length && (sorted[at]?.name ?? "") < first) at += 1;
    let index = start;
    while (index < end && isAt(sorted[at + index - start], names[index], versions[index])) index += 1;
    if (index === end && piece.bytes.length >= smallPiece) {
      yield { piece, at };
      at += end - start;
    }
    start = end;
  }
}

function isAt(resource: EncodedResource | undefined, name = "", version = ""): boolean {
  return resource !== undefined && resource.name === name && resource.version === version;
}

/** Cuts a run where a piece is full; the rest goes with the last one where it is small. One below twice the size stays whole. */
function cut(sorted: readonly EncodedResource[], { from, to }: Run): readonly Run[] {
  if (from === to) return [];
  const total = sizeOf(sorted, { from, to });
  if (total < 2 * pieceBytes) return [{ from, to }];
  const runs: Run[] = [];
  let start = from;
  let size = 0;
  let left = total;
  for (let index = from; index < to; index += 1) {
    size += sorted[index]?.bytes.length ?? 0;
    if (size < pieceBytes || left - size < smallPiece) continue;
    runs.push({ from: start, to: index + 1 });
    start = index + 1;
    left -= size;
    size = 0;
  }
  if (start < to) runs.push({ from: start, to });
  return runs;
}

function isSmall(sorted: readonly EncodedResource[], run: Run): boolean {
  return sizeOf(sorted, run) < smallPiece;
}

function sizeOf(sorted: readonly EncodedResource[], { from, to }: Run): number {
  let size = 0;
  for (let index = from; index < to; index += 1) size += sorted[index]?.bytes.length ?? 0;
  return size;
}

import { type Collection, countEntries, type Piece, type ResourceName } from "../model/index.js";
import { collectionVersion } from "../util/collection-version.js";
import { joinPieces, pieceBytes } from "./join-pieces.js";

/**
 * Shorter cuts are gathered with their neighbours, by a copy: where the names of two sources alternate, each would be a
 * piece of its own. So a view has at most a few hundred pieces, and stretches of a dozen resources are not copied.
 */
const smallCut = pieceBytes / 8;

/**
 * The resources of several collections of one kind as one. No name may stand in two of them. Where one holds all there
 * is, it is that very collection; else its pieces are cut out of theirs, run by run.
 */
export function mergeCollections(parts: readonly [Collection, ...Collection[]]): Collection {
  const [first, ...others] = parts.filter(({ names }) => names.length > 0);
  if (first === undefined) return parts[0];
  if (others.length === 0) return first;
  const names: ResourceName[] = [];
  const versions: string[] = [];
  const cuts: Piece[] = [];
  for (const { part, from, to, piece } of runs([first, ...others])) {
    names.push(...part.names.slice(from, to));
    versions.push(...part.versions.slice(from, to));
    cuts.push(piece);
  }
  return { kind: first.kind, version: collectionVersion(names, versions), names, versions, pieces: gather(cuts) };
}

/** Entries of one piece that no other collection's come between. */
interface Run {
  readonly part: Collection;
  readonly from: number;
  readonly to: number;
  /** The entries alone. */
  readonly piece: Piece;
}

/** In order of names. */
function* runs(parts: readonly Collection[]): Iterable<Run> {
  // How far each is merged: its next entry, in the piece that begins at `start`.
  let left = parts.map((part) => ({ part, next: 0, index: 0, start: 0 }));
  while (left.length > 0) {
    left.sort((a, b) => (nameAt(a) < nameAt(b) ? -1 : 1));
    const [lowest, second] = left;
    const piece = lowest?.part.pieces[lowest.index];
    if (lowest === undefined || piece === undefined) return;
    const { part, next: from, start } = lowest;
    const end = start + countEntries(piece);
    let to = from + 1;
    while (to < end && (second === undefined || nameAt({ part, next: to }) < nameAt(second))) to += 1;
    yield { part, from, to, piece: cut(piece, from - start, to - start) };
    lowest.next = to;
    if (to < end) continue;
    lowest.index += 1;
    lowest.start = end;
    left = left.filter(({ part: { names }, next }) => next < names.length);
  }
}

function nameAt({ part, next }: { readonly part: Collection; readonly next: number }): string {
  return part.names[next] ?? "";
}

/** Entries `from` up to, not including, `to` of the piece, where they lie. */
function cut(piece: Piece, from: number, to: number): Piece {
  if (from === 0 && to === countEntries(piece)) return piece;
  const { offsets, bytes } = piece;
  const [first = 0] = offsets;
  const begin = (offsets[from] ?? first) - first;
  return { offsets: offsets.subarray(from, to + 1), bytes: bytes.subarray(begin, (offsets[to] ?? first) - first) };
}

/** Small cuts that stand next to each other as one piece each, up to the size of a piece. */
function gather(cuts: readonly Piece[]): readonly Piece[] {
  const pieces: Piece[] = [];
  let small: Piece[] = [];
  let size = 0;
  const flush = () => {
    const [only] = small;
    if (only !== undefined) pieces.push(small.length === 1 ? only : joinPieces(small));
    small = [];
    size = 0;
  };
  for (const piece of cuts) {
    if (piece.bytes.length >= smallCut) {
      flush();
      pieces.push(piece);
      continue;
    }
    small.push(piece);
    size += piece.bytes.length;
    if (size >= pieceBytes) flush();
  }
  flush();
  return pieces;
}

import type { VersionedFrame } from "../proto/subsets.js";
import { collectionVersion } from "../util/collection-version.js";
import type { Subscription } from "./subscription.js";

/** The resources of one type as one client has them or is to have them. Sorted by name, immutable, bytes shared. */
export interface Content {
  /** Hash over the (name, version) pairs; that of the whole collection is its own. */
  readonly version: string;
  readonly names: readonly string[];
  readonly versions: readonly string[];
  /** Entry `index` as field 2 of a DiscoveryResponse. */
  frame(index: number): Uint8Array;
  /** All frames, in as few pieces as the buffers allow, in any order. */
  readonly pieces: readonly Uint8Array[];
}

/** Nothing at all. */
export const emptyContent: Content = listing([], [], noFrame, []);

/** What a client says it has from an earlier stream: names and versions, no bytes. */
export function toldContent(told: ReadonlyMap<string, string>): Content {
  const names = [...told.keys()].sort();
  return listing(
    names,
    names.map((name) => told.get(name) ?? ""),
    noFrame,
    [],
  );
}

/** The content of a client that may have forgotten any of it: the same names, none known to be of the version it was sent. */
export function unsure(content: Content): Content {
  const { version, names, pieces } = content;
  return { version, names, versions: names.map(() => ""), frame: (index) => content.frame(index), pieces };
}

/** The part of the content that is subscribed to. */
export function select(content: Content, { wildcard, names }: Subscription): Content {
  if (wildcard) return content;
  const found: number[] = [];
  for (const name of names) {
    const index = indexOf(content.names, name);
    if (index >= 0) found.push(index);
  }
  if (found.length === content.names.length) return content;
  found.sort((a, b) => a - b);
  const frame = (at: number) => content.frame(found[at] ?? -1);
  return listing(
    pick(content.names, found),
    pick(content.versions, found),
    frame,
    found.map((index) => content.frame(index)),
  );
}

/** What a client holds between two versions of one resource, each as its frame; undefined where the later one does. */
export type Join = (before: Uint8Array, next: Uint8Array) => VersionedFrame | undefined;

/**
 * `next`, and what `before` has besides: what a client holds between the two steps of a deletion, so that nothing it
 * refers to is gone before it stops referring to it (section "Eventual consistency considerations"). Names in `except`
 * are not kept; what has changed is joined. Returns `next` itself where there is nothing to keep.
 */
export function together(before: Content, next: Content, except: ReadonlySet<string>, join?: Join): Content {
  const kept: number[] = [];
  const joined = new Map<number, VersionedFrame>();
  // In order of names: an index into `next`, or one past its end for each that is kept.
  const order: number[] = [];
  const count = next.names.length;
  compare(before, next, (old, found) => {
    if (found < 0) {
      if (!except.has(before.names[old] ?? "")) order.push(count + kept.push(old) - 1);
      return;
    }
    order.push(found);
    if (old < 0 || before.versions[old] === next.versions[found]) return;
    const both = join?.(before.frame(old), next.frame(found));
    if (both !== undefined) joined.set(found, both);
  });
  if (kept.length === 0 && joined.size === 0) return next;
  const frame = (at: number) => {
    const index = order[at] ?? -1;
    if (index >= count) return before.frame(kept[index - count] ?? -1);
    return joined.get(index)?.frame ?? next.frame(index);
  };
  const versions = next.versions.map((version, index) => joined.get(index)?.version ?? version);
  return listing(
    pick([...next.names, ...pick(before.names, kept)], order),
    pick([...versions, ...pick(before.versions, kept)], order),
    frame,
    joined.size === 0 ? [...next.pieces, ...kept.map((index) => before.frame(index))] : order.map((_, at) => frame(at)),
  );
}

/** What a client that has `before` must be told to have `next`. */
export interface Difference {
  /** Indexes into `next` of what is new or has another version. */
  readonly changed: readonly number[];
  /** Names that only `before` has. */
  readonly removed: readonly string[];
}

/** Compares by name and version; bytes are not looked at. */
export function difference(before: Content, next: Content): Difference {
  const changed: number[] = [];
  const removed: string[] = [];
  compare(before, next, (old, found) => {
    if (found < 0) removed.push(before.names[old] ?? "");
    else if (old < 0 || before.versions[old] !== next.versions[found]) changed.push(found);
  });
  return { changed, removed };
}

/** Position of a name in a sorted list, or -1. */
export function indexOf(names: readonly string[], name: string): number {
  let low = 0;
  let high = names.length - 1;
  while (low <= high) {
    const middle = (low + high) >>> 1;
    const order = compareNames(names[middle], name);
    if (order === 0) return middle;
    if (order < 0) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}

/** Size on the wire of a state-of-the-world answer, its header left out. */
export function contentBytes(content: Content): number {
  return content.pieces.reduce((sum, piece) => sum + piece.length, 0);
}

/** Walks both lists side by side and gives each name once: its index in either, -1 where that does not have it. */
function compare(before: Content, next: Content, visit: (before: number, next: number) => void): void {
  let old = 0;
  let found = 0;
  while (old < before.names.length || found < next.names.length) {
    const order =
      old === before.names.length
        ? 1
        : found === next.names.length
          ? -1
          : compareNames(before.names[old], next.names[found]);
    visit(order <= 0 ? old : -1, order >= 0 ? found : -1);
    if (order <= 0) old += 1;
    if (order >= 0) found += 1;
  }
}

/** A content of these entries; `pieces` are all of their frames. */
export function listing(
  names: readonly string[],
  versions: readonly string[],
  frame: (index: number) => Uint8Array,
  pieces: readonly Uint8Array[],
): Content {
  return { version: collectionVersion(names, versions), names, versions, frame, pieces };
}

function pick(list: readonly string[], indexes: readonly number[]): string[] {
  return indexes.map((index) => list[index] ?? "");
}

function compareNames(a = "", b = ""): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function noFrame(): Uint8Array {
  return new Uint8Array();
}

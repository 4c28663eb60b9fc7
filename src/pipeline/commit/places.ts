import { placeFinding, type Subject, type Unplaced } from "../../analyze/index.js";
import type { Finding, JsonPath, Position } from "../../model/index.js";
import { parseFile } from "../../parse/index.js";

/** Reads files again, in any order. */
export type ReadAgain = (paths: readonly string[], onFile: (path: string, bytes: Uint8Array) => void) => Promise<void>;

/** Files that are still there need not be read. */
export function againOf(files: ReadonlyMap<string, Uint8Array>): ReadAgain {
  return async (paths, onFile) => {
    for (const path of paths) {
      const bytes = files.get(path);
      if (bytes !== undefined) onFile(path, bytes);
    }
  };
}

/** Places that were looked up, by the resource that they are in, which is the same object while its file stays. */
export type KnownPlaces = ReadonlyMap<Subject, ReadonlyMap<string, Position>>;

/**
 * Gives what analysis found the places that it knows by path only. To keep all of them for the few that are asked for would
 * cost memory and more time than parsing does; so their files are read again, once: what is known from the pass before
 * is not.
 */
export async function placeAll(
  all: readonly Unplaced[],
  known: KnownPlaces | undefined,
  { readAgain, defaultNamespace }: { readonly readAgain: ReadAgain; readonly defaultNamespace: string },
): Promise<{ readonly findings: readonly Finding[]; readonly places: KnownPlaces }> {
  const places = new Map<Subject, Map<string, Position>>();
  const missing = new Map<string, Unplaced[]>();
  for (const found of all) {
    const { subject, path } = found;
    if (path === undefined) continue;
    const position = known?.get(subject)?.get(keyOf(path));
    const ofFile = missing.get(subject.file);
    if (position !== undefined) remember(places, subject, path, position);
    else if (ofFile !== undefined) ofFile.push(found);
    else missing.set(subject.file, [found]);
  }
  if (missing.size > 0) {
    await readAgain([...missing.keys()], (file, bytes) => {
      const { resources } = parseFile(file, bytes, { defaultNamespace });
      for (const { subject, path, pointAt } of missing.get(file) ?? []) {
        const resource = resources.find((one) => isAt(one.position, subject.position));
        if (path !== undefined && resource !== undefined) {
          remember(places, subject, path, resource.locate(path, pointAt));
        }
      }
    });
  }
  const place = (found: Unplaced) =>
    placeFinding(found, (path) => places.get(found.subject)?.get(keyOf(path)) ?? found.subject.position);
  return { findings: all.map(place), places };
}

function remember(
  places: Map<Subject, Map<string, Position>>,
  subject: Subject,
  path: JsonPath,
  position: Position,
): void {
  const known = places.get(subject);
  if (known !== undefined) known.set(keyOf(path), position);
  else places.set(subject, new Map([[keyOf(path), position]]));
}

function keyOf(path: JsonPath): string {
  return path.join(" ");
}

function isAt(one: Position, other: Position): boolean {
  return one.line === other.line && one.column === other.column;
}

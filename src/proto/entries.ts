import type { JsonObject, JsonValue } from "../model/index.js";
import { type Cursor, enter, leave, misfit } from "./cursor.js";
import { type Scalar, scalarOf } from "./scalars.js";
import { compareUtf8 } from "./text.js";

/** How the keys of a map are written, and in which order. */
export interface KeyPlan {
  readonly scalar: Scalar;
  readonly compare: (a: string, b: string) => number;
}

/** Texts are ordered by their bytes, whole numbers by size, as Go orders them. */
export function planKey(type: string): KeyPlan {
  return { scalar: scalarOf(type), compare: type === "string" ? compareUtf8 : (a, b) => Number(a) - Number(b) };
}

/** Field 1 of a map's entry. */
function keyTag(key: KeyPlan): number {
  return (1 << 3) | key.scalar.wireType;
}

/**
 * Writes the entries of a map in the order of their keys, so that equal maps are equal bytes. Key and value are written
 * even where they are zero, as Go does.
 */
export function writeEntries(
  cursor: Cursor,
  tag: number,
  key: KeyPlan,
  entries: JsonObject,
  writeValue: (value: JsonValue) => void,
): void {
  const { writer } = cursor;
  for (const name of Object.keys(entries).sort(key.compare)) {
    enter(cursor, name);
    writer.uint32(tag).fork();
    if (!key.scalar.writeField(writer, keyTag(key), name, true))
      misfit(cursor, `keys that are ${key.scalar.wants}`, name);
    writeValue(entries[name] ?? null);
    writer.ldelim();
    leave(cursor);
  }
}

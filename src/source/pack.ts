import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { type ObjectId, objectId } from "../model/index.js";
import type { ByteCache } from "./byte-cache.js";
import { applyDelta, deltaResultSize } from "./delta.js";
import { damaged, tooLarge } from "./errors.js";
import type { GitObject, ObjectType } from "./git-object.js";
import { inflateExactly, inflateStart, startBytes } from "./inflate.js";
import { limits } from "./limits.js";
import { PackFile } from "./pack-file.js";
import { type PackIndex, parsePackIndex } from "./pack-index.js";

const types: readonly (ObjectType | "ofs" | "ref" | undefined)[] = [
  undefined,
  "commit",
  "tree",
  "blob",
  "tag",
  undefined,
  "ofs",
  "ref",
];

/** One object as it lies in the pack. */
interface PackEntry {
  readonly type: ObjectType | "ofs" | "ref";
  /** Inflated: of the delta where it is one. */
  readonly size: number;
  /** Where the compressed bytes begin. */
  readonly body: number;
  /** The base of a delta: an offset in this pack, or an id. */
  readonly base: number | ObjectId | undefined;
}

/** A pack and its index, opened when first needed. */
export class Pack {
  readonly path: string;
  readonly #index: PackIndex;
  readonly #cache: ByteCache<GitObject>;
  /** Tells the packs apart in the shared cache. */
  readonly #serial: number;
  #file: PackFile | undefined;

  constructor(indexPath: string, cache: ByteCache<GitObject>, serial: number) {
    this.path = indexPath.replace(/\.idx$/, ".pack");
    this.#index = parsePackIndex(readFileSync(indexPath), basename(indexPath));
    this.#cache = cache;
    this.#serial = serial;
  }

  find(id: Uint8Array): number | undefined {
    return this.#index.find(id);
  }

  beginningWith(digits: string, count: number): readonly string[] {
    return this.#index.beginningWith(digits, count);
  }

  /** The object at the offset. `external` reads a base that this pack does not have (a thin pack). */
  read(offset: number, external: (id: ObjectId) => GitObject): GitObject {
    const deltas: PackEntry[] = [];
    const offsets: number[] = [];
    let object: GitObject | undefined;
    for (let at = offset; object === undefined; ) {
      if (deltas.length > limits.deltaChain) throw damaged(`${this.#name(offset)} is a delta of too many deltas`);
      object = this.#cache.get(this.#key(at));
      if (object !== undefined) break;
      const entry = this.#entry(at);
      if (entry.base === undefined) {
        object = { type: entry.type as ObjectType, bytes: this.#inflate(entry, at) };
        if (deltas.length > 0) this.#cache.set(this.#key(at), object);
        break;
      }
      deltas.push(entry);
      offsets.push(at);
      const base = typeof entry.base === "number" ? entry.base : this.find(Buffer.from(entry.base, "hex"));
      if (base === undefined) object = external(entry.base as ObjectId);
      else at = base;
    }
    let work = 0;
    for (let index = deltas.length - 1; index >= 0; index -= 1) {
      work += object.bytes.length;
      if (work > limits.deltaWork) throw damaged(`${this.#name(offset)} takes too many steps to make`);
      const delta = this.#inflate(deltas[index] as PackEntry, offset);
      object = { type: object.type, bytes: applyDelta(object.bytes, delta, limits.object) };
      this.#cache.set(this.#key(offsets[index] as number), object);
    }
    return object;
  }

  /** The size of the object at the offset, without reading it. */
  size(offset: number): number {
    const entry = this.#entry(offset);
    if (entry.base === undefined) return entry.size;
    return deltaResultSize(inflateStart(this.#open().read(entry.body, startBytes), this.#name(offset)));
  }

  close(): void {
    this.#file?.close();
    this.#file = undefined;
  }

  /** Reads an object's header: type and size in the first bytes, then a delta's base (gitformat-pack). */
  #entry(offset: number): PackEntry {
    const bytes = this.#open().read(offset, 48);
    let at = 0;
    const next = () => {
      const byte = bytes[at];
      if (byte === undefined) throw damaged(`${this.#name(offset)} lies beyond the end`);
      at += 1;
      return byte;
    };
    let byte = next();
    const type = types[(byte >> 4) & 7];
    if (type === undefined || offset < 12) throw damaged(`${this.#name(offset)} has an unknown type`);
    let size = byte & 15;
    for (let factor = 16; byte >= 0x80 && factor <= 2 ** 46; factor *= 128) {
      byte = next();
      size += (byte & 0x7f) * factor;
    }
    if (size > limits.object) throw objectTooLarge(this.#name(offset), size);
    let base: number | ObjectId | undefined;
    if (type === "ofs") {
      base = offset - readBackwards(next);
      if (base < 12 || base >= offset) throw damaged(`${this.#name(offset)} has a base outside the pack`);
    } else if (type === "ref") {
      if (bytes.length < at + 20) throw damaged(`${this.#name(offset)} is cut off`);
      base = objectId(bytes.toString("hex", at, at + 20));
      at += 20;
    }
    return { type, size, body: offset + at, base };
  }

  #inflate({ body, size }: PackEntry, offset: number): Buffer {
    // Longer than anything deflate makes of `size` bytes, stored blocks and trailer included.
    const longest = size + (size >> 6) + 128;
    return inflateExactly(this.#open().read(body, longest), size, this.#name(offset));
  }

  #open(): PackFile {
    this.#file ??= new PackFile(this.path);
    return this.#file;
  }

  #key(offset: number): number {
    return this.#serial * 2 ** 40 + offset;
  }

  #name(offset: number): string {
    return `the object at ${offset} of ${basename(this.path)}`;
  }
}

/** The distance to a delta's base: seven bits a byte, most significant first, each further byte adding one. */
function readBackwards(next: () => number): number {
  let byte = next();
  let distance = byte & 0x7f;
  for (let count = 0; byte >= 0x80 && count < 7; count += 1) {
    byte = next();
    distance = (distance + 1) * 128 + (byte & 0x7f);
  }
  return distance;
}

function objectTooLarge(name: string, size: number): Error {
  return tooLarge(
    `${name} has ${size} bytes, the limit for a Git object is ${limits.object}`,
    "keep large files out of the folder that is served, or follow a repository of configuration alone",
  );
}

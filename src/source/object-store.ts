import { readdirSync } from "node:fs";
import { join } from "node:path";
import { sourceFindings } from "../findings/source.js";
import { type ObjectId, objectId } from "../model/index.js";
import { breathe } from "./breathe.js";
import { ByteCache } from "./byte-cache.js";
import { damaged, isDamaged, isMissing, nodeErrorCode, sourceError } from "./errors.js";
import { type GitObject, hashObject } from "./git-object.js";
import { limits } from "./limits.js";
import { looseBeginningWith, looseSize, readLoose } from "./loose.js";
import { Pack } from "./pack.js";

/** A packed object's place. */
interface Place {
  readonly pack: Pack;
  readonly offset: number;
}

/** Blobs read between two turns of the event loop. */
const batch = 200;

/**
 * Reads the objects of one repository: its own folder of objects first, then its alternates. It never writes. A
 * repository that is repacked meanwhile is read again from its new packs.
 */
export class ObjectStore {
  readonly #folders: readonly string[];
  readonly #missingRemedy: string;
  readonly #cache = new ByteCache<GitObject>(limits.deltaCache);
  readonly #packs = new Map<string, Pack>();
  #serial = 0;

  /** `folders` are `objects` directories; `missingRemedy` says what to do about an object that none of them has. */
  constructor(folders: readonly string[], missingRemedy: string) {
    this.#folders = folders;
    this.#missingRemedy = missingRemedy;
    this.refresh();
  }

  /** Takes in packs that have appeared, and lets go of those that are gone. */
  refresh(): void {
    const present = new Set(this.#folders.flatMap((folder) => packIndexes(join(folder, "pack"))));
    for (const [path, pack] of this.#packs) {
      if (present.has(path)) continue;
      pack.close();
      this.#packs.delete(path);
    }
    for (const path of present) {
      if (!this.#packs.has(path)) this.#add(path);
    }
  }

  get packCount(): number {
    return this.#packs.size;
  }

  /** Reads an object and proves that it has this id. */
  read(id: ObjectId): GitObject {
    return this.#read(id, 0);
  }

  /** The same, and undefined for an object that the store does not have, as beyond the end of a shallow clone. */
  readIfThere(id: ObjectId): GitObject | undefined {
    try {
      return this.read(id);
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw error;
    }
  }

  /** `depth` counts the packs that a delta's bases lead through. */
  #read(id: ObjectId, depth: number): GitObject {
    if (depth > limits.packChain) throw damaged(`${id} is a delta whose bases lead in a circle`);
    const object = this.#healing(() => {
      const place = this.#locate(id);
      return place === undefined
        ? this.#readLoose(id)
        : place.pack.read(place.offset, (base) => this.#read(base, depth + 1));
    });
    if (object === undefined) throw this.#missing(id);
    return verified(id, object);
  }

  /** The ids of objects that begin with these hex digits, two or more; not all where there are many. */
  beginningWith(digits: string): readonly ObjectId[] {
    const packed = [...this.#packs.values()].flatMap((pack) => pack.beginningWith(digits, limits.notes));
    const loose = this.#folders.flatMap((folder) => looseBeginningWith(folder, digits));
    return [...new Set([...packed, ...loose])].slice(0, limits.notes).map(objectId);
  }

  /** Sizes of blobs, without reading them. */
  sizes(ids: Iterable<ObjectId>): ReadonlyMap<ObjectId, number> {
    const sizes = new Map<ObjectId, number>();
    for (const id of this.#inPackOrder(ids)) {
      const size = this.#healing(() => this.#sizeOf(id));
      if (size === undefined) throw this.#missing(id);
      sizes.set(id, size);
    }
    return sizes;
  }

  /** Reads blobs, each once, in the order in which they lie in the packs. */
  async readBlobs(ids: Iterable<ObjectId>, onBlob: (id: ObjectId, bytes: Uint8Array) => void): Promise<void> {
    let count = 0;
    for (const id of this.#inPackOrder(ids)) {
      const object = this.read(id);
      if (object.type !== "blob") throw damaged(`${id} is a ${object.type}, a tree names it as a file`);
      onBlob(id, object.bytes);
      count += 1;
      if (count % batch === 0) await breathe();
    }
    // The bases of this bulk are no likely bases of the next, which is of another commit.
    this.#cache.clear();
  }

  close(): void {
    for (const pack of this.#packs.values()) pack.close();
    this.#packs.clear();
    this.#cache.clear();
  }

  #inPackOrder(ids: Iterable<ObjectId>): readonly ObjectId[] {
    const order = [...this.#packs.values()];
    const rank = new Map(order.map((pack, index) => [pack, index]));
    const placed = [...new Set(ids)].map((id) => {
      const place = this.#locate(id);
      return { id, rank: place ? (rank.get(place.pack) ?? 0) : order.length, offset: place?.offset ?? 0 };
    });
    placed.sort((a, b) => a.rank - b.rank || a.offset - b.offset);
    return placed.map(({ id }) => id);
  }

  #locate(id: ObjectId): Place | undefined {
    const bytes = Buffer.from(id, "hex");
    for (const pack of this.#packs.values()) {
      const offset = pack.find(bytes);
      if (offset !== undefined) return { pack, offset };
    }
    return undefined;
  }

  #readLoose(id: ObjectId): GitObject | undefined {
    for (const folder of this.#folders) {
      const object = readLoose(folder, id);
      if (object !== undefined) return object;
    }
    return undefined;
  }

  #sizeOf(id: ObjectId): number | undefined {
    const place = this.#locate(id);
    if (place !== undefined) return place.pack.size(place.offset);
    for (const folder of this.#folders) {
      const size = looseSize(folder, id);
      if (size !== undefined) return size;
    }
    return undefined;
  }

  /** Tries once more with the packs of now where an object or a pack has gone. */
  #healing<T>(attempt: () => T | undefined): T | undefined {
    try {
      const result = attempt();
      if (result !== undefined) return result;
    } catch (error) {
      if (nodeErrorCode(error) !== "ENOENT") throw error;
    }
    this.refresh();
    try {
      return attempt();
    } catch (error) {
      throw nodeErrorCode(error) === "ENOENT" ? damaged("a pack is missing beside its index") : error;
    }
  }

  #add(path: string): void {
    try {
      this.#packs.set(path, new Pack(path, this.#cache, this.#serial++));
    } catch (error) {
      // Gone since the folder was listed; an index that is still being written is whole at the next refresh.
      if (nodeErrorCode(error) !== "ENOENT" && !isDamaged(error)) throw error;
    }
  }

  #missing(id: ObjectId): Error {
    return sourceError(sourceFindings.objectMissing, `the repository does not have object ${id}`, this.#missingRemedy, {
      retry: "later",
    });
  }
}

function verified(id: ObjectId, object: GitObject): GitObject {
  if (hashObject(object.type, object.bytes) !== id) throw damaged(`the bytes stored as ${id} have another hash`);
  return object;
}

function packIndexes(folder: string): readonly string[] {
  try {
    const names = readdirSync(folder).filter((name) => /^pack-[0-9a-f]+\.idx$/.test(name));
    return names.map((name) => join(folder, name));
  } catch (error) {
    const code = nodeErrorCode(error);
    if (code === "ENOENT" || code === "ENOTDIR") return [];
    throw error;
  }
}

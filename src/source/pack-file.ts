import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { damaged } from "./errors.js";

const windowSize = 128 * 1024;

/**
 * Reads ranges of a pack through one window, so that reading in order of offset costs few system calls and the memory
 * does not grow with the pack. The file stays open: a pack that `git gc` removes stays readable.
 */
export class PackFile {
  readonly #file: number;
  readonly #size: number;
  #window: Buffer = Buffer.alloc(0);
  #start = 0;

  /** Opens the file; throws what node:fs throws, and `damaged` where it is not a pack. */
  constructor(path: string) {
    this.#file = openSync(path, "r");
    this.#size = fstatSync(this.#file).size;
    const header = this.read(0, 12);
    const version = header.length === 12 ? header.readUInt32BE(4) : 0;
    if (header.toString("latin1", 0, 4) !== "PACK" || (version !== 2 && version !== 3)) {
      this.close();
      throw damaged(`${path} is not a pack of version 2 or 3`);
    }
  }

  /** The bytes from `offset`, fewer at the end of the file. The view is valid until the next read. */
  read(offset: number, length: number): Buffer {
    const end = Math.min(offset + length, this.#size);
    if (offset < this.#start || end > this.#start + this.#window.length) this.#fill(offset, end);
    return this.#window.subarray(offset - this.#start, Math.max(end, offset) - this.#start);
  }

  close(): void {
    closeSync(this.#file);
  }

  #fill(offset: number, end: number): void {
    const wanted = Math.max(0, Math.min(Math.max(end - offset, windowSize), this.#size - offset));
    const buffer = this.#window.length === wanted ? this.#window : Buffer.allocUnsafe(wanted);
    let length = 0;
    while (length < wanted) {
      const count = readSync(this.#file, buffer, length, wanted - length, offset + length);
      if (count === 0) break;
      length += count;
    }
    this.#window = buffer.subarray(0, length);
    this.#start = offset;
  }
}

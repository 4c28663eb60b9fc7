import { damaged } from "./errors.js";

/** Reads a size at `at`: seven bits a byte, least significant first, high bit set where more follow (gitformat-pack, "size encoding"). */
function readSize(bytes: Uint8Array, at: number): { readonly size: number; readonly next: number } {
  let size = 0;
  let next = at;
  for (let factor = 1; factor <= 2 ** 49; factor *= 128) {
    const byte = bytes[next];
    if (byte === undefined) break;
    next += 1;
    size += (byte & 0x7f) * factor;
    if (byte < 0x80) return { size, next };
  }
  throw damaged("a delta's size is cut off");
}

/** The size of the object that a delta makes; its first 20 bytes are enough. */
export function deltaResultSize(delta: Uint8Array): number {
  return readSize(delta, readSize(delta, 0).next).size;
}

/** Makes an object from its base and a delta (gitformat-pack, "Deltified representation"). The result is at most `maxSize`. */
export function applyDelta(base: Uint8Array, delta: Uint8Array, maxSize: number): Uint8Array {
  const from = readSize(delta, 0);
  const to = readSize(delta, from.next);
  if (from.size !== base.length) throw damaged(`a delta is made for ${from.size} bytes, its base has ${base.length}`);
  if (to.size > maxSize) throw damaged(`a delta makes ${to.size} bytes, the limit is ${maxSize}`);
  const result = Buffer.allocUnsafe(to.size);
  let written = 0;
  let at = to.next;
  while (at < delta.length) {
    const instruction = delta[at] ?? 0;
    at += 1;
    if (instruction === 0) throw damaged("a delta has an unknown instruction");
    const copy = instruction >= 0x80 ? readCopy(delta, at, instruction) : undefined;
    const source = copy === undefined ? delta : base;
    const start = copy?.offset ?? at;
    const end = start + (copy?.size ?? instruction);
    if (end > source.length || written + end - start > result.length)
      throw damaged("a delta reaches outside its bounds");
    result.set(source.subarray(start, end), written);
    written += end - start;
    at = copy?.next ?? end;
  }
  if (written !== result.length) throw damaged("a delta ends early");
  return result;
}

/** A copy instruction's low seven bits say which bytes of offset and size follow. */
function readCopy(delta: Uint8Array, at: number, instruction: number) {
  let next = at;
  const field = (firstBit: number, count: number) => {
    let value = 0;
    for (let index = 0; index < count; index += 1) {
      if ((instruction & (1 << (firstBit + index))) === 0) continue;
      const byte = delta[next];
      if (byte === undefined) throw damaged("a delta is cut off");
      next += 1;
      value += byte * 256 ** index;
    }
    return value;
  };
  const offset = field(0, 4);
  const size = field(4, 3);
  return { offset, size: size === 0 ? 0x10000 : size, next };
}

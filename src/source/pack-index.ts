import { damaged } from "./errors.js";

/** Where the objects of one pack begin. */
export interface PackIndex {
  readonly count: number;
  /** The offset in the pack of a 20-byte id; undefined where the pack does not have it. */
  find(id: Uint8Array): number | undefined;
  /** The ids that begin with these hex digits, two or more; at most `count`. */
  beginningWith(digits: string, count: number): readonly string[];
}

const headerSize = 8;
const fanoutSize = 256 * 4;
const idSize = 20;

/** Reads a pack's index, version 2 (gitformat-pack, "Version 2 pack-*.idx"). `name` is for messages. */
export function parsePackIndex(bytes: Buffer, name: string): PackIndex {
  if (bytes.length < headerSize + fanoutSize + 2 * idSize || bytes.readUInt32BE(0) !== 0xff744f63) {
    throw damaged(`${name} is not a pack index of version 2`);
  }
  if (bytes.readUInt32BE(4) !== 2) throw damaged(`${name} is a pack index of version ${bytes.readUInt32BE(4)}, not 2`);
  const fanout = (byte: number) => (byte < 0 ? 0 : bytes.readUInt32BE(headerSize + byte * 4));
  const count = fanout(255);
  for (let byte = 1; byte < 256; byte += 1) {
    if (fanout(byte) < fanout(byte - 1)) throw damaged(`${name} has a fan-out that decreases`);
  }
  const ids = headerSize + fanoutSize;
  const offsets = ids + count * (idSize + 4);
  const largeOffsets = offsets + count * 4;
  const end = bytes.length - 2 * idSize;
  if (largeOffsets > end) throw damaged(`${name} is cut off`);

  return {
    count,
    find(id) {
      const first = id[0] ?? 0;
      const position = search(bytes, ids, id, fanout(first - 1), fanout(first));
      if (position === undefined) return undefined;
      const offset = bytes.readUInt32BE(offsets + position * 4);
      if (offset < 0x8000_0000) return offset;
      const large = largeOffsets + (offset - 0x8000_0000) * 8;
      if (large + 8 > end) throw damaged(`${name} names an offset that it does not have`);
      return Number(bytes.readBigUInt64BE(large));
    },
    beginningWith(digits, most) {
      const first = Number.parseInt(digits.slice(0, 2), 16);
      const found: string[] = [];
      for (let position = fanout(first - 1); position < fanout(first) && found.length < most; position += 1) {
        const at = ids + position * idSize;
        const id = bytes.toString("hex", at, at + idSize);
        if (id.startsWith(digits)) found.push(id);
      }
      return found;
    },
  };
}

function search(bytes: Buffer, ids: number, id: Uint8Array, from: number, to: number): number | undefined {
  let low = from;
  let high = to;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const at = ids + middle * idSize;
    const order = bytes.compare(id, 0, idSize, at, at + idSize);
    if (order === 0) return middle;
    if (order < 0) low = middle + 1;
    else high = middle;
  }
  return undefined;
}

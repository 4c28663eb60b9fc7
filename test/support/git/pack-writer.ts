import { createHash } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { deflateSync } from "node:zlib";

/** One entry of a pack, right or wrong as the test wants it. */
export interface RawEntry {
  /** The id that the index gives it, 40 hex digits. */
  readonly id: string;
  readonly bytes: Buffer;
}

const typeNumbers = { commit: 1, tree: 2, blob: 3, tag: 4, ref: 7 } as const;

/** The bytes of an entry: header, base of a `ref` delta, deflated content. `size` may lie. */
export function packEntry(
  type: keyof typeof typeNumbers,
  content: Uint8Array,
  options: { readonly base?: string; readonly size?: number } = {},
): Buffer {
  let rest = options.size ?? content.length;
  const header = [(typeNumbers[type] << 4) | (rest & 15)];
  rest = Math.floor(rest / 16);
  while (rest > 0) {
    header[header.length - 1] = (header.at(-1) ?? 0) | 0x80;
    header.push(rest & 0x7f);
    rest = Math.floor(rest / 128);
  }
  return Buffer.concat([Buffer.from(header), Buffer.from(options.base ?? "", "hex"), deflateSync(content)]);
}

/** A delta that makes `result` out of a base of `baseSize` bytes, without copying from it. Sizes are below 16,384 bytes. */
export function literalDelta(baseSize: number, result: Uint8Array): Buffer {
  const size = (value: number) => (value < 128 ? [value] : [(value & 0x7f) | 0x80, value >> 7]);
  const parts: Uint8Array[] = [Buffer.from([...size(baseSize), ...size(result.length)])];
  for (let at = 0; at < result.length; at += 127) {
    const literal = result.subarray(at, at + 127);
    parts.push(Buffer.from([literal.length]), literal);
  }
  return Buffer.concat(parts);
}

/** Writes a pack and its index into `objects/pack`; returns the path of the pack. */
export function writePack(objects: string, entries: readonly RawEntry[]): string {
  const header = Buffer.alloc(12);
  header.write("PACK");
  header.writeUInt32BE(2, 4);
  header.writeUInt32BE(entries.length, 8);
  const placed: { id: string; offset: number }[] = [];
  let offset = header.length;
  for (const { id, bytes } of entries) {
    placed.push({ id, offset });
    offset += bytes.length;
  }
  const content = Buffer.concat([header, ...entries.map(({ bytes }) => bytes)]);
  const name = createHash("sha1").update(content).digest("hex");
  const path = join(objects, "pack", `pack-${name}.pack`);
  mkdirSync(join(objects, "pack"), { recursive: true });
  writeFileSync(path, Buffer.concat([content, Buffer.from(name, "hex")]));
  writeFileSync(path.replace(/pack$/, "idx"), packIndex(placed, name));
  return path;
}

/** An index of version 2. */
export function packIndex(
  placed: readonly { readonly id: string; readonly offset: number }[],
  packName: string,
): Buffer {
  const sorted = [...placed].sort((a, b) => (a.id < b.id ? -1 : 1));
  const words = (values: readonly number[]) => {
    const buffer = Buffer.alloc(values.length * 4);
    values.forEach((value, index) => {
      buffer.writeUInt32BE(value, index * 4);
    });
    return buffer;
  };
  const first = (id: string) => Number.parseInt(id.slice(0, 2), 16);
  const fanout = Array.from({ length: 256 }, (_, byte) => sorted.filter(({ id }) => first(id) <= byte).length);
  const body = Buffer.concat([
    words([0xff744f63, 2, ...fanout]),
    ...sorted.map(({ id }) => Buffer.from(id, "hex")),
    words(sorted.map(() => 0)),
    words(sorted.map(({ offset }) => offset)),
    Buffer.from(packName, "hex"),
  ]);
  return Buffer.concat([body, createHash("sha1").update(body).digest()]);
}

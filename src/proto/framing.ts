import type protobuf from "protobufjs/light.js";
import type { Piece } from "../model/index.js";

/** The wire type of everything that has a length: texts, bytes, messages, packed lists, map entries. */
export const lengthDelimited = 2;

/** What goes before the content of a field that has a length: its tag, and the length. */
export function lengthPrefix(writer: protobuf.Writer, field: number, length: number): protobuf.Writer {
  return writer.uint32((field << 3) | lengthDelimited).uint32(length);
}

/** A text field, even where the text is empty. */
export function textField(writer: protobuf.Writer, field: number, text: string): protobuf.Writer {
  return writer.uint32((field << 3) | lengthDelimited).string(text);
}

/** The bytes of a field with a length, its tag and that length included; for fields up to 15, whose tag is one byte. */
export function fieldLength(contentLength: number): number {
  return 1 + varintLength(contentLength) + contentLength;
}

/** `resources` of a DiscoveryResponse: field 2, with a length. */
const resourcesTag = (2 << 3) | lengthDelimited;

/** Frames each google.protobuf.Any as one entry of `resources`, in one buffer that can go on the wire as it is. */
export function frameResources(anys: readonly Uint8Array[]): Piece {
  const offsets = new Uint32Array(new SharedArrayBuffer(4 * (anys.length + 1)));
  let end = 0;
  anys.forEach((any, index) => {
    end += fieldLength(any.length);
    offsets[index + 1] = end;
  });
  const bytes = new Uint8Array(new SharedArrayBuffer(end));
  let at = 0;
  for (const any of anys) {
    bytes[at] = resourcesTag;
    at = writeVarint(bytes, at + 1, any.length);
    bytes.set(any, at);
    at += any.length;
  }
  return { bytes, offsets };
}

/** Seven bits a byte, least significant first; the high bit says that more follow. */
function writeVarint(bytes: Uint8Array, at: number, value: number): number {
  let next = at;
  let rest = value;
  while (rest >= 0x80) {
    bytes[next] = (rest & 0x7f) | 0x80;
    rest >>>= 7;
    next += 1;
  }
  bytes[next] = rest;
  return next + 1;
}

function varintLength(value: number): number {
  let length = 1;
  for (let rest = value >>> 7; rest > 0; rest >>>= 7) length += 1;
  return length;
}

import protobuf from "protobufjs/light.js";

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

/**
 * Frames the bytes of a google.protobuf.Any as one entry of `resources`, field 2 of a DiscoveryResponse. The result may
 * be a slice of a larger buffer: it is meant to be packed with others at once.
 */
export function frameResource(any: Uint8Array): Uint8Array {
  return lengthPrefix(protobuf.Writer.create(), 2, any.length).raw(any).finish();
}

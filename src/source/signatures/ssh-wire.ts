/** Reads SSH's binary form (RFC 4251 section 5) step by step. Each step returns undefined beyond the end. */
export interface WireReader {
  /** Bytes after their length in four. */
  bytes(): Buffer | undefined;
  text(): string | undefined;
  uint32(): number | undefined;
  byte(): number | undefined;
  /** Whether everything has been read. */
  done(): boolean;
}

export function readWire(buffer: Buffer): WireReader {
  let at = 0;
  const take = (length: number): Buffer | undefined => {
    if (length > buffer.length - at) return undefined;
    at += length;
    return buffer.subarray(at - length, at);
  };
  const uint32 = () => take(4)?.readUInt32BE();
  const bytes = () => {
    const length = uint32();
    return length === undefined ? undefined : take(length);
  };
  return {
    bytes,
    text: () => bytes()?.toString("latin1"),
    uint32,
    byte: () => take(1)?.[0],
    done: () => at === buffer.length,
  };
}

/** Bytes with their length in front. */
export function wireString(value: string | Uint8Array): Buffer {
  const body = typeof value === "string" ? Buffer.from(value) : value;
  const length = Buffer.alloc(4);
  length.writeUInt32BE(body.length);
  return Buffer.concat([length, body]);
}

/** Undefined for anything but base64 with its padding, as it would be written again. */
export function decodeBase64(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, "base64");
  return bytes.toString("base64") === text ? bytes : undefined;
}

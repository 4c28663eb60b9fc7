/** A file's text, its byte order mark removed; undefined where the bytes are no text in the encoding they claim. */
export function decodeText(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder(encodingOf(bytes), { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** YAML is UTF-8 unless a byte order mark says UTF-16. */
function encodingOf(bytes: Uint8Array): "utf-8" | "utf-16le" | "utf-16be" {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return "utf-16le";
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return "utf-16be";
  return "utf-8";
}

/** The line, from 1, of the first bytes that are not UTF-8. */
export function firstInvalidLine(bytes: Uint8Array): number {
  const lenient = new TextDecoder("utf-8").decode(bytes);
  return lenient.slice(0, Math.max(0, lenient.indexOf("\ufffd"))).split("\n").length;
}

const groups = ["istio.io", "gateway.networking.k8s.io", "admissionregistration.k8s.io"];

/**
 * Whether the bytes name an API group that concerns us. Files that do not are left alone, whatever they hold: a chart's
 * broken template elsewhere in the repository is not our business.
 */
export function mentionsGroup(bytes: Uint8Array): boolean {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const encoding = encodingOf(bytes);
  if (encoding === "utf-16be") return mentionsGroup(Buffer.from(buffer.subarray(0, buffer.length & ~1)).swap16());
  return groups.some((group) => buffer.includes(group, 0, encoding === "utf-8" ? "latin1" : "utf16le"));
}

/** What a client begins with. */
export type Opening = "http2" | "tls" | "http1" | "other";

/** The connection preface of HTTP/2 (RFC 9113, section 3.4). */
const preface = Buffer.from("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");

const methods = ["CONNECT", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT", "TRACE"].map((method) =>
  Buffer.from(`${method} `),
);

/** A record of type handshake, and the first byte of every version of SSL and TLS since 3.0. */
const handshake = Buffer.from([0x16, 0x03]);

/** Says what the first bytes are the beginning of; undefined while they may still become something. */
export function openingOf(bytes: Buffer): Opening | undefined {
  if (begins(bytes, preface)) return "http2";
  if (begins(bytes, handshake)) return "tls";
  if (methods.some((method) => begins(bytes, method))) return "http1";
  return [preface, handshake, ...methods].some((start) => begins(start, bytes)) ? undefined : "other";
}

function begins(bytes: Buffer, start: Buffer): boolean {
  return bytes.length >= start.length && bytes.subarray(0, start.length).equals(start);
}

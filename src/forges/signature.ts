import { createHash, createHmac, timingSafeEqual } from "node:crypto";

/** HMAC-SHA256 (RFC 2104) over the parts, one after another. */
export function hmac(key: string | Uint8Array, ...parts: readonly (string | Uint8Array)[]): Buffer {
  const mac = createHmac("sha256", key);
  for (const part of parts) mac.update(part);
  return mac.digest();
}

/** Whether a header is the HMAC of the body in 64 hex digits, after the prefix that some forges write. */
export function isHexHmac(
  header: string | undefined,
  prefix: "sha256=" | "",
  body: Uint8Array,
  secret: string,
): boolean {
  const digits = header?.startsWith(prefix) ? header.slice(prefix.length) : "";
  // A form that cannot be right costs no hash of a large body, and its time tells nothing that is not documented.
  if (!/^[0-9a-f]{64}$/i.test(digits)) return false;
  return timingSafeEqual(Buffer.from(digits, "hex"), hmac(secret, body));
}

/** Whether two texts are equal. Their hashes are compared, so that the time tells neither content nor length. */
export function isSameText(a: string, b: string): boolean {
  return timingSafeEqual(sha256(a), sha256(b));
}

function sha256(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}

import { createHash } from "node:crypto";

/**
 * Hash for content versions: the first 128 bits of SHA-256, as 32 hex digits. Long enough that two contents never meet,
 * short enough for 10,000 of them in memory and in logs.
 */
export function contentHash(...parts: readonly (string | Uint8Array)[]): string {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return hash.digest("hex").slice(0, 32);
}

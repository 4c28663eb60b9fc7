import type { PublicKey } from "openpgp";

/** Loaded when a source asks for OpenPGP: it takes a third of a second. */
export const loadOpenpgp = () => import("openpgp");

/** Armored blocks of one file that are read; a team has some dozens of keys. */
const maxBlocks = 1_000;

const armorBlock = /-----BEGIN PGP ([A-Z ]+)-----[\s\S]*?-----END PGP \1-----/g;

/**
 * Reads the public keys of a keyring file: armored, one block or many, or binary, as `gpg --export` writes it. Throws an
 * Error that says in a few words what is wrong.
 */
export async function readKeyring(bytes: Uint8Array): Promise<readonly PublicKey[]> {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
  if (text.slice(8, 12) === "KBXf") throw new Error("is a keybox of gpg's own, which other programs do not read");
  const blocks = text.match(armorBlock) ?? [];
  if (blocks.length > maxBlocks) throw new Error(`holds more than ${maxBlocks} blocks`);
  if (blocks.length === 0 && /^[\t\n\r -~]*$/.test(text)) throw new Error("holds no OpenPGP key");
  const { readKeys } = await loadOpenpgp();
  const keys: PublicKey[] = [];
  try {
    if (blocks.length === 0) keys.push(...(await readKeys({ binaryKeys: new Uint8Array(bytes) })));
    for (const block of blocks) keys.push(...(await readKeys({ armoredKeys: block })));
  } catch (error) {
    throw new Error(`holds no OpenPGP keys that can be read (${shortReason(error)})`);
  }
  if (keys.some((key) => key.isPrivate())) throw new Error("holds a private key, which is not needed here");
  return keys;
}

/** Joins what several files know of the same key, so that a revocation in one of them counts. */
export async function mergeKeys(keys: readonly PublicKey[], now: Date): Promise<readonly PublicKey[]> {
  const merged = new Map<string, PublicKey>();
  for (const key of keys) {
    const known = merged.get(key.getFingerprint());
    merged.set(key.getFingerprint(), known === undefined ? key : await known.update(key, now));
  }
  return [...merged.values()];
}

/** An error of openpgp's as part of a sentence. */
export function shortReason(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).replace(/\p{Cc}/gu, " ").slice(0, 150);
}

import type { Key, KeyID, PublicKey, SignaturePacket, Subkey } from "openpgp";
import { loadOpenpgp, shortReason } from "./openpgp-keys.js";
import type { SignedObject } from "./signed-object.js";
import { type Refusal, refuse, showTime, tidy, type Verdict } from "./verdict.js";

/** Far more than a signature takes, even with a note or two inside. */
const maxLength = 64 * 1024;

/** One block and nothing else, so that there is no second signature to wonder about. */
const armor = /^-----BEGIN PGP SIGNATURE-----\r?\n(?:(?!-----)[^\n]*\n)+-----END PGP SIGNATURE-----\s*$/;

/**
 * Judges an OpenPGP signature of a commit or tag as `git verify-commit` does with gpg: the key's state is that of today. A
 * key that has expired or was revoked since no longer vouches for what it signed, because the time in a signature is what
 * its maker wrote there, and nobody watches over an old key. Extending the key makes its signatures good again.
 *
 * What gpg takes and openpgp calls weak is refused: SHA-1, DSA, RSA below 2048 bits, secp256k1.
 */
export async function verifyOpenpgp(signed: SignedObject, keys: readonly PublicKey[], now: Date): Promise<Verdict> {
  const packet = await readPacket(signed.signature);
  if ("reason" in packet) return packet;
  const shown = packet.issuerKeyID.toHex().toUpperCase();
  const candidates = keys.flatMap((key) => key.getKeys(packet.issuerKeyID).map((part) => ({ key, part })));
  let verdict: Verdict = refuse("unknownKey", `its OpenPGP key ${shown} is not trusted`, shown);
  // A key id is only 64 bits of a fingerprint, so two keys may share it.
  for (const { key, part } of candidates) {
    verdict = await judge(signed.payload, packet, key, part, now);
    if (verdict.ok) break;
  }
  return verdict;
}

async function readPacket(armored: string): Promise<SignaturePacket | Refusal> {
  if (armored.length > maxLength || !armor.test(armored)) {
    return refuse("badSignature", "its OpenPGP signature is malformed, or more than one");
  }
  const { readSignature, enums, SignaturePacket } = await loadOpenpgp();
  try {
    const { packets } = await readSignature({ armoredSignature: armored });
    const [packet] = packets;
    if (packets.length !== 1 || !(packet instanceof SignaturePacket)) {
      return refuse("badSignature", "it has not exactly one OpenPGP signature");
    }
    if (packet.signatureType !== enums.signature.binary) {
      return refuse("unsupported", "OpenPGP signatures of anything but the very bytes are not supported");
    }
    return packet;
  } catch (error) {
    return refuse("badSignature", `its OpenPGP signature cannot be read (${shortReason(error)})`);
  }
}

async function judge(
  payload: Uint8Array,
  packet: SignaturePacket,
  key: PublicKey,
  part: Key | Subkey,
  now: Date,
): Promise<Verdict> {
  const shown = part.getFingerprint().toUpperCase();
  const owner = tidy(key.getUserIDs()[0] ?? "no user id");
  const weak = weakness(part) ?? weakness(key);
  if (weak !== undefined) return refuse("unsupported", `${weak}, as that of ${owner}, are not accepted`, shown);
  const { createMessage } = await loadOpenpgp();
  const created = packet.created ?? new Date(0);
  try {
    const { packets } = await createMessage({ binary: new Uint8Array(payload) });
    await packet.verify(part.keyPacket, packet.signatureType ?? 0, packets[0] as object, created, true);
  } catch (error) {
    return isWeak(error)
      ? refuse("unsupported", `its signature by ${owner} is too weak (${shortReason(error)})`, shown)
      : refuse("badSignature", `its signature by ${owner} does not fit its content`, shown);
  }
  if (created < part.getCreationTime()) {
    return refuse("badSignature", `its signature is older than its key, that of ${owner}`, shown);
  }
  const until = packet.getExpirationTime();
  if (now >= until) return refuse("expired", `its signature by ${owner} expired on ${showTime(until as Date)}`, shown);
  try {
    const signing = await key.getSigningKey(packet.issuerKeyID, now);
    if (signing.getFingerprint() !== part.getFingerprint()) throw new Error("another key of the same id signs for it");
  } catch (error) {
    return refuseKey(error, key, packet.issuerKeyID, owner, shown);
  }
  return { ok: true, signer: { key: shown, name: owner, until: await firstEnd(until, key, part) } };
}

const curves: ReadonlySet<string> = new Set(["nistP256", "nistP384", "nistP521", "ed25519Legacy"]);

/** The keys that do not count, whatever they sign: those that openpgp calls weak, and curves that it cannot compute. */
function weakness(part: Key | Subkey): string | undefined {
  const { algorithm, bits = 0, curve } = part.getAlgorithmInfo();
  if (algorithm.startsWith("rsa")) return bits >= 2048 ? undefined : `RSA keys of ${bits} bits`;
  if (algorithm === "ed25519" || algorithm === "ed448") return undefined;
  return curve !== undefined && curves.has(curve) ? undefined : `${curve ?? algorithm} keys`;
}

/** Openpgp's errors have no codes. The verdict does not hang on their words, only how it is told. */
async function refuseKey(error: unknown, key: PublicKey, id: KeyID, owner: string, shown: string): Promise<Refusal> {
  const words = String(error instanceof Error ? error.message : error);
  if (/revoked/i.test(words)) return refuse("revoked", `the key of ${owner} is revoked`, shown);
  if (/expired/i.test(words)) {
    const end = await endOf(key, key.getKeys(id)[0] ?? key);
    const since = end === undefined ? "" : ` since ${showTime(end)}`;
    return refuse("expired", `the key of ${owner} is expired${since}`, shown);
  }
  if (isWeak(error)) return refuse("unsupported", `the key of ${owner} is too weak (${shortReason(error)})`, shown);
  return refuse("badSignature", `the key of ${owner} may not sign (${shortReason(error)})`, shown);
}

function isWeak(error: unknown): boolean {
  return error instanceof Error && /too weak|insecure|disabled|unsupported|unknown/i.test(error.message);
}

/** When the key, or the subkey's primary, ends; undefined where neither does. */
async function endOf(key: PublicKey, part: Key | Subkey): Promise<Date | undefined> {
  const ends = [await key.getExpirationTime(), await part.getExpirationTime()];
  return earliest(ends);
}

async function firstEnd(signature: Date | number, key: PublicKey, part: Key | Subkey): Promise<Date | undefined> {
  return earliest([signature, await endOf(key, part)]);
}

function earliest(times: readonly (Date | number | null | undefined)[]): Date | undefined {
  const dates = times.filter((time): time is Date => time instanceof Date);
  return dates.sort((a, b) => a.getTime() - b.getTime())[0];
}

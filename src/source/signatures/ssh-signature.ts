import { createHash } from "node:crypto";
import { decodeBase64, readWire, wireString } from "./ssh-wire.js";

/** An SSH signature taken apart (OpenSSH's PROTOCOL.sshsig). */
export interface SshSignature {
  /** The signer's key in its binary form. */
  readonly key: Buffer;
  readonly namespace: string;
  readonly hash: string;
  /** As the key reads it: the algorithm, then its numbers. */
  readonly signature: Buffer;
  /** What is signed for a payload. */
  message(payload: Uint8Array): Buffer;
}

const magic = "SSHSIG";
const armor = /^-----BEGIN SSH SIGNATURE-----\r?\n([A-Za-z0-9+/=\r\n]+)-----END SSH SIGNATURE-----\s*$/;
/** Far more than a signature by the longest RSA key takes. */
const maxLength = 64 * 1024;

/** Reads an armored signature; undefined where it is malformed or of another version. */
export function parseSshSignature(armored: string): SshSignature | undefined {
  if (armored.length > maxLength) return undefined;
  const base64 = armor.exec(armored)?.[1]?.replace(/[\r\n]/g, "");
  const blob = base64 === undefined ? undefined : decodeBase64(base64);
  if (blob === undefined || blob.toString("latin1", 0, magic.length) !== magic) return undefined;
  const wire = readWire(blob.subarray(magic.length));
  if (wire.uint32() !== 1) return undefined;
  const key = wire.bytes();
  const namespace = wire.bytes()?.toString("utf8");
  const reserved = wire.bytes();
  const hash = wire.text();
  const signature = wire.bytes();
  if (key === undefined || namespace === undefined || reserved === undefined || hash === undefined) return undefined;
  if (signature === undefined || !wire.done()) return undefined;
  if (hash !== "sha256" && hash !== "sha512") return undefined;
  return {
    ...{ key, namespace, hash, signature },
    message: (payload) => {
      const digest = createHash(hash).update(payload).digest();
      const parts = [namespace, reserved, hash, digest].map((part) => wireString(part));
      return Buffer.concat([Buffer.from(magic), ...parts]);
    },
  };
}

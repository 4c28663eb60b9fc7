import { createHash, generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import { wireString } from "../../../src/source/signatures/ssh-wire.js";

/** A key pair that signs as ssh-keygen does (OpenSSH's PROTOCOL.sshsig). */
export interface SshSigner {
  /** Type and base64. */
  readonly publicText: string;
  readonly publicBlob: Buffer;
  /** An armored signature. */
  sign(
    payload: Uint8Array,
    namespace: string,
    options?: { readonly hash?: string; readonly algorithm?: string },
  ): string;
}

const ecdsa: Readonly<Record<string, { readonly curve: string; readonly bytes: number; readonly hash: string }>> = {
  nistp256: { curve: "P-256", bytes: 32, hash: "sha256" },
  nistp384: { curve: "P-384", bytes: 48, hash: "sha384" },
  nistp521: { curve: "P-521", bytes: 66, hash: "sha512" },
};

export function sshSigner(kind: "ed25519" | "nistp256" | "nistp384" | "nistp521" | "rsa", bits = 2048): SshSigner {
  const { blob, raw, type } = makeKey(kind, bits);
  return {
    publicText: `${type} ${blob.toString("base64")}`,
    publicBlob: blob,
    sign(payload, namespace, { hash = "sha512", algorithm = kind === "rsa" ? "rsa-sha2-512" : type } = {}) {
      const signature = Buffer.concat([
        wireString(algorithm),
        wireString(raw(signedData(payload, namespace, hash), algorithm)),
      ]);
      return armored(blob, namespace, hash, signature);
    },
  };
}

/** A key such as those on a FIDO token: what it signs goes with flags and a counter (OpenSSH's PROTOCOL.u2f). */
export function securityKey(
  type: "sk-ssh-ed25519@openssh.com" | "sk-ecdsa-sha2-nistp256@openssh.com",
  { flags, counter }: { readonly flags: number; readonly counter: number },
): SshSigner {
  const { fields, raw } = makeKey(type === "sk-ssh-ed25519@openssh.com" ? "ed25519" : "nistp256", 0);
  const blob = Buffer.concat([wireString(type), ...fields, wireString("ssh:")]);
  const sha256 = (bytes: string | Uint8Array) => createHash("sha256").update(bytes).digest();
  return {
    publicText: `${type} ${blob.toString("base64")}`,
    publicBlob: blob,
    sign(payload, namespace, { hash = "sha512", algorithm = type } = {}) {
      const state = Buffer.alloc(5);
      state.writeUInt8(flags);
      state.writeUInt32BE(counter, 1);
      const data = Buffer.concat([sha256("ssh:"), state, sha256(signedData(payload, namespace, hash))]);
      const signature = Buffer.concat([wireString(algorithm), wireString(raw(data, algorithm)), state]);
      return armored(blob, namespace, hash, signature);
    },
  };
}

function signedData(payload: Uint8Array, namespace: string, hash: string): Buffer {
  const digest = createHash(hash).update(payload).digest();
  return Buffer.concat([Buffer.from("SSHSIG"), ...[namespace, "", hash, digest].map(wireString)]);
}

function armored(key: Buffer, namespace: string, hash: string, signature: Buffer): string {
  const version = Buffer.from([0, 0, 0, 1]);
  const parts = [key, namespace, "", hash, signature].map(wireString);
  const base64 = Buffer.concat([Buffer.from("SSHSIG"), version, ...parts]).toString("base64");
  return `-----BEGIN SSH SIGNATURE-----\n${base64.replace(/.{70}/g, "$&\n")}\n-----END SSH SIGNATURE-----\n`;
}

interface Key {
  readonly type: string;
  /** The key without its type. */
  readonly fields: readonly Buffer[];
  readonly blob: Buffer;
  readonly raw: (data: Buffer, algorithm: string) => Buffer;
}

function makeKey(kind: string, bits: number): Key {
  const { type, fields, raw } = kind === "ed25519" ? ed25519() : kind === "rsa" ? rsa(bits) : elliptic(kind);
  return { type, fields, raw, blob: Buffer.concat([wireString(type), ...fields]) };
}

type Parts = Omit<Key, "blob">;

const bytesOf = (key: KeyObject, field: "x" | "y" | "n" | "e") =>
  Buffer.from(key.export({ format: "jwk" })[field] ?? "", "base64url");

function ed25519(): Parts {
  const { publicKey, privateKey } = generateKeyPairSync("ed25519");
  const fields = [wireString(bytesOf(publicKey, "x"))];
  return { type: "ssh-ed25519", fields, raw: (data) => sign(null, data, privateKey) };
}

function elliptic(name: string): Parts {
  const { curve, bytes, hash } = ecdsa[name] ?? { curve: "", bytes: 0, hash: "" };
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: curve });
  const point = Buffer.concat([Buffer.from([4]), bytesOf(publicKey, "x"), bytesOf(publicKey, "y")]);
  return {
    type: `ecdsa-sha2-${name}`,
    fields: [wireString(name), wireString(point)],
    raw: (data) => {
      const both = sign(hash, data, { key: privateKey, dsaEncoding: "ieee-p1363" });
      return Buffer.concat([wireNumber(both.subarray(0, bytes)), wireNumber(both.subarray(bytes))]);
    },
  };
}

function rsa(bits: number): Parts {
  const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: bits });
  const hashes: Readonly<Record<string, string>> = { "ssh-rsa": "sha1", "rsa-sha2-256": "sha256" };
  return {
    type: "ssh-rsa",
    fields: [wireNumber(bytesOf(publicKey, "e")), wireNumber(bytesOf(publicKey, "n"))],
    raw: (data, algorithm) => sign(hashes[algorithm] ?? "sha512", data, privateKey),
  };
}

/** A positive number: no zeros in front but the one that keeps it positive. */
function wireNumber(bytes: Buffer): Buffer {
  const start = bytes.findIndex((byte) => byte !== 0);
  const digits = bytes.subarray(start < 0 ? bytes.length : start);
  return wireString((digits[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.alloc(1), digits]) : digits);
}

import { createHash, createPublicKey, type JsonWebKey, type KeyObject, verify } from "node:crypto";
import { readWire, type WireReader } from "./ssh-wire.js";

/** A public key that can judge signatures. */
export interface SshKey {
  readonly type: string;
  /** `SHA256:…`, as ssh-keygen prints it. */
  readonly fingerprint: string;
  /** Whether the signature (its algorithm and bytes as they travel) is one of the message by this key. */
  verifies(message: Buffer, signature: Buffer): SignatureOutcome;
}

export type SignatureOutcome = "good" | "bad" | { readonly unsupported: string };

interface Curve {
  readonly name: string;
  readonly jwk: string;
  readonly bytes: number;
  readonly hash: string;
}

const curves: Readonly<Record<string, Curve>> = {
  nistp256: { name: "nistp256", jwk: "P-256", bytes: 32, hash: "sha256" },
  nistp384: { name: "nistp384", jwk: "P-384", bytes: 48, hash: "sha384" },
  nistp521: { name: "nistp521", jwk: "P-521", bytes: 66, hash: "sha512" },
};

/** RFC 8332; the same key's signatures with SHA-1 (`ssh-rsa`) are refused. */
const rsaHashes: ReadonlyMap<string, string> = new Map([
  ["rsa-sha2-256", "sha256"],
  ["rsa-sha2-512", "sha512"],
]);

const minRsaBits = 2048;
const maxRsaBits = 16_384;

/** The fingerprint of a key in its binary form. */
export function fingerprint(blob: Buffer): string {
  return `SHA256:${createHash("sha256").update(blob).digest("base64").replace(/=+$/, "")}`;
}

/** The type that a key in its binary form says it has. */
export function keyType(blob: Buffer): string | undefined {
  return readWire(blob).text();
}

/** Takes a key from its binary form. Undefined where it is malformed; `unsupported` says why it cannot be used. */
export function readSshKey(blob: Buffer): SshKey | { readonly unsupported: string } | undefined {
  const wire = readWire(blob);
  const type = wire.text() ?? "";
  const judge = readJudge(type, wire);
  if (judge === undefined || typeof judge === "object") return judge;
  return wire.done() ? { type, fingerprint: fingerprint(blob), verifies: guarded(judge) } : undefined;
}

type Judge = SshKey["verifies"];

/** node:crypto throws on numbers that no signature has. */
function guarded(judge: Judge): Judge {
  return (message, signature) => {
    try {
      return judge(message, signature);
    } catch {
      return "bad";
    }
  };
}

function readJudge(type: string, wire: WireReader): Judge | { readonly unsupported: string } | undefined {
  switch (type) {
    case "ssh-ed25519":
      return ed25519Judge(type, wire);
    case "ecdsa-sha2-nistp256":
    case "ecdsa-sha2-nistp384":
    case "ecdsa-sha2-nistp521":
      return ecdsaJudge(type, wire, type.slice("ecdsa-sha2-".length));
    case "ssh-rsa":
      return rsaJudge(wire);
    case "sk-ssh-ed25519@openssh.com":
      return securityKey(ed25519Judge(type, wire), wire);
    case "sk-ecdsa-sha2-nistp256@openssh.com":
      return securityKey(ecdsaJudge(type, wire, "nistp256"), wire);
    default:
      return {
        unsupported: /-cert-v0\d@/.test(type) ? "certificates" : `keys of type ${JSON.stringify(type.slice(0, 60))}`,
      };
  }
}

function importKey(jwk: JsonWebKey): KeyObject | undefined {
  try {
    return createPublicKey({ key: jwk, format: "jwk" });
  } catch {
    return undefined;
  }
}

const base64url = (bytes: Buffer) => bytes.toString("base64url");

/** RFC 8709. */
function ed25519Judge(type: string, wire: WireReader): Judge | undefined {
  const point = wire.bytes();
  if (point?.length !== 32) return undefined;
  const key = importKey({ kty: "OKP", crv: "Ed25519", x: base64url(point) });
  if (key === undefined) return undefined;
  return (message, signature) => {
    const body = bodyOf(signature, (algorithm) => algorithm === type);
    if (body === undefined || "unsupported" in body) return body ?? "bad";
    return body.bytes.length === 64 && verify(null, message, key, body.bytes) ? "good" : "bad";
  };
}

/** RFC 5656: the point is uncompressed, the signature two numbers. */
function ecdsaJudge(type: string, wire: WireReader, curveName: string): Judge | undefined {
  const curve = curves[curveName];
  const named = wire.text();
  const point = wire.bytes();
  if (curve === undefined || named !== curve.name || point?.length !== 1 + 2 * curve.bytes || point[0] !== 4) {
    return undefined;
  }
  const x = base64url(point.subarray(1, 1 + curve.bytes));
  const y = base64url(point.subarray(1 + curve.bytes));
  const key = importKey({ kty: "EC", crv: curve.jwk, x, y });
  if (key === undefined) return undefined;
  return (message, signature) => {
    const body = bodyOf(signature, (algorithm) => algorithm === type);
    if (body === undefined || "unsupported" in body) return body ?? "bad";
    const pair = readWire(body.bytes);
    const [r, s] = [fixed(pair.bytes(), curve.bytes), fixed(pair.bytes(), curve.bytes)];
    if (r === undefined || s === undefined || !pair.done()) return "bad";
    const raw = Buffer.concat([r, s]);
    return verify(curve.hash, message, { key, dsaEncoding: "ieee-p1363" }, raw) ? "good" : "bad";
  };
}

/** RFC 8332. */
function rsaJudge(wire: WireReader): Judge | { readonly unsupported: string } | undefined {
  const exponent = unsigned(wire.bytes());
  const modulus = unsigned(wire.bytes());
  if (exponent === undefined || modulus === undefined) return undefined;
  const bits = modulus.length * 8 - Math.clz32(modulus[0] ?? 0) + 24;
  if (bits < minRsaBits || bits > maxRsaBits) return { unsupported: `RSA keys of ${bits} bits` };
  const key = importKey({ kty: "RSA", n: base64url(modulus), e: base64url(exponent) });
  if (key === undefined) return undefined;
  return (message, signature) => {
    const body = bodyOf(signature, (algorithm) => rsaHashes.has(algorithm));
    if (body === undefined || "unsupported" in body) return body ?? "bad";
    const padded = fixed(body.bytes, modulus.length);
    return padded !== undefined && verify(rsaHashes.get(body.algorithm) ?? "", message, key, padded) ? "good" : "bad";
  };
}

/**
 * Keys on security tokens (OpenSSH's PROTOCOL.u2f): what the token signs is the application's hash, its flags, its
 * counter and the message's hash. Whether the token was touched is not asked, as ssh-keygen does not.
 */
function securityKey(inner: Judge | undefined, wire: WireReader): Judge | undefined {
  const application = wire.bytes();
  if (inner === undefined || application === undefined) return undefined;
  const sha256 = (bytes: Buffer) => createHash("sha256").update(bytes).digest();
  return (message, signature) => {
    if (signature.length < 5) return "bad";
    const end = signature.length - 5;
    const signed = Buffer.concat([sha256(application), signature.subarray(end), sha256(message)]);
    return inner(signed, signature.subarray(0, end));
  };
}

/** Parts a signature into its algorithm, which must be one of the key's, and the rest. */
function bodyOf(
  signature: Buffer,
  accepted: (algorithm: string) => boolean,
): { readonly algorithm: string; readonly bytes: Buffer } | { readonly unsupported: string } | undefined {
  const wire = readWire(signature);
  const algorithm = wire.text();
  if (algorithm === undefined) return undefined;
  if (!accepted(algorithm)) return { unsupported: `signatures by ${JSON.stringify(algorithm.slice(0, 60))}` };
  const bytes = wire.bytes();
  return bytes === undefined || !wire.done() ? undefined : { algorithm, bytes };
}

/** A positive number without the zero in front that says that it is no negative one. */
function unsigned(bytes: Buffer | undefined): Buffer | undefined {
  if (bytes === undefined || bytes.length === 0 || (bytes[0] ?? 0) >= 0x80) return undefined;
  return bytes[0] === 0 ? bytes.subarray(1) : bytes;
}

/** A number in exactly so many bytes; undefined where it is longer. */
function fixed(bytes: Buffer | undefined, length: number): Buffer | undefined {
  if (bytes === undefined) return undefined;
  const start = bytes.findIndex((byte) => byte !== 0);
  const digits = start < 0 ? Buffer.alloc(0) : bytes.subarray(start);
  return digits.length > length ? undefined : Buffer.concat([Buffer.alloc(length - digits.length), digits]);
}

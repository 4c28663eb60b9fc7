import { X509Certificate } from "node:crypto";
import { isJsonObject, type JsonObject, type JsonValue } from "../../../model/index.js";

/** What a key of a type must hold; bytes are base64, by either alphabet. */
export interface KeyType {
  readonly kty: string;
  readonly secret: boolean;
  readonly bytes: readonly string[];
  readonly optionalBytes?: readonly string[];
  /** Whether it names a curve. Any name will do. */
  readonly curve?: boolean;
}

const publicTypes: Readonly<Record<string, KeyType>> = {
  RSA: { kty: "RSA", secret: false, bytes: ["e", "n"] },
  EC: { kty: "EC", secret: false, bytes: ["x", "y"], curve: true },
  OKP: { kty: "OKP", secret: false, bytes: ["x"], curve: true },
  oct: { kty: "oct", secret: true, bytes: ["k"] },
};
const privateTypes: Readonly<Record<string, KeyType>> = {
  RSA: { kty: "RSA", secret: true, bytes: ["d", "e", "n"], optionalBytes: ["dp", "dq", "p", "q", "qi"] },
  EC: { kty: "EC", secret: true, bytes: ["d", "x", "y"], curve: true },
  OKP: { kty: "OKP", secret: true, bytes: ["d", "x"], curve: true },
};

/** The library that istiod uses reads x58 where RFC 7517 has x5u, which may hold anything. */
const textMembers = ["alg", "kid", "use", "x5t", "x5t#S256", "x58"] as const;

/** The type of a key, or why there is none. Go takes kty and d in any case here, and below in lower case only. */
export function keyTypeOf(key: JsonValue): KeyType | string {
  if (key !== null && !isJsonObject(key)) return "must be an object";
  let kty: JsonValue = "";
  let isPrivate = false;
  for (const [name, value] of Object.entries(key ?? {})) {
    const lower = name.toLowerCase();
    if (lower === "kty" && value !== null) kty = value;
    if (lower === "d") isPrivate = true;
  }
  if (typeof kty !== "string") return "has a kty that is no text";
  const type = ofType(isPrivate ? privateTypes : {}, kty) ?? ofType(publicTypes, kty);
  return type ?? "has a kty other than RSA, EC, OKP and oct";
}

function ofType(types: Readonly<Record<string, KeyType>>, kty: string): KeyType | undefined {
  return Object.hasOwn(types, kty) ? types[kty] : undefined;
}

/** What is wrong with the members of a key, as the end of a sentence. A null is an empty value. */
export function keyFault(
  key: JsonObject,
  { kty, bytes, optionalBytes = [], curve = false }: KeyType,
): string | undefined {
  if (Object.hasOwn(key, "kty") && key.kty !== kty) return "has a kty that is not written as its type is";
  const required = curve ? [...bytes, "crv"] : bytes;
  const missing = required.find((name) => !Object.hasOwn(key, name));
  if (missing !== undefined) return `has no ${missing}, which a key of type ${kty} needs`;
  const texts = curve ? [...textMembers, "crv"] : textMembers;
  const noText = texts.find((name) => typeof (key[name] ?? "") !== "string");
  if (noText !== undefined) return `has ${noText}, which is no text`;
  const noBytes = [...bytes, ...optionalBytes].find((name) => !isBase64(key[name] ?? ""));
  if (noBytes !== undefined) return `has ${noBytes}, which is not base64`;
  return listsFault(key);
}

function listsFault({ key_ops: operations, x5c: chain }: JsonObject): string | undefined {
  if (!isListOf(operations ?? [], (entry) => entry === null || typeof entry === "string"))
    return "has key_ops, which is no list of texts";
  return isListOf(chain ?? [], isCertificate) ? undefined : "has x5c, which is no list of certificates";
}

function isListOf(value: JsonValue, isEntry: (entry: JsonValue) => boolean): boolean {
  return Array.isArray(value) && value.every(isEntry);
}

/** The alphabet follows from the first + or /, the padding from whether the text ends in =. Line ends are passed over. */
function isBase64(value: JsonValue): value is string {
  if (typeof value !== "string") return false;
  const text = value.replace(/[\r\n]/g, "");
  const padded = value.endsWith("=");
  const characters = text.replace(padded ? /={1,2}$/ : /$/, "");
  if (!/^(?:[A-Za-z0-9+/]*|[A-Za-z0-9_-]*)$/.test(characters)) return false;
  return padded ? text.length % 4 === 0 : text.length % 4 !== 1;
}

/** In DER, without anything after it. */
function isCertificate(entry: JsonValue): boolean {
  if (!isBase64(entry)) return false;
  const bytes = Buffer.from(entry, "base64");
  try {
    return new X509Certificate(bytes).raw.equals(bytes);
  } catch {
    return false;
  }
}

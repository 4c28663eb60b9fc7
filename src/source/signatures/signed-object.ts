import type { ObjectType } from "../git-object.js";

/** What made the signature. */
export type SignatureFormat = "openpgp" | "ssh" | "x509" | "unknown";

/** A commit or an annotated tag taken apart: what was signed, and the signature. */
export interface SignedObject {
  readonly payload: Uint8Array;
  /** Armored text, one character per byte. */
  readonly signature: string;
  readonly format: SignatureFormat;
  /** When the committer or tagger says it was made; undefined where no date can be read. */
  readonly madeAt: Date | undefined;
}

/** An object without signature, or one whose headers are in no order that Git writes. */
export type Unsigned = { readonly unsigned: true } | { readonly malformed: string };

const markers: readonly (readonly [begin: string, format: SignatureFormat])[] = [
  ["-----BEGIN PGP SIGNATURE-----", "openpgp"],
  ["-----BEGIN SSH SIGNATURE-----", "ssh"],
  ["-----BEGIN SIGNED MESSAGE-----", "x509"],
  ["-----BEGIN PGP MESSAGE-----", "unknown"],
];

/** Takes the signature out of an object, as Git does before it has one verified. Blobs and trees have none. */
export function readSignature(type: ObjectType, bytes: Uint8Array): SignedObject | Unsigned {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (type === "commit") return readCommit(buffer);
  if (type === "tag") return readTag(buffer);
  return { unsigned: true };
}

/**
 * A commit's signature is its `gpgsig` header. What is signed is the commit without this header and without others whose
 * names begin alike, which hold the signatures of the same commit under other hashes.
 */
function readCommit(object: Buffer): SignedObject | Unsigned {
  const { payload, signature, early } = splitHeaders(object, (name) => name.startsWith("gpgsig"));
  if (signature === "") return { unsigned: true };
  // Left out of what is signed, a header between the parents would change how many of them are read.
  if (early) return { malformed: "a signature stands before the committer" };
  return { payload, signature, format: formatOf(signature), madeAt: dateOf(payload, "committer") };
}

/** A tag's signature is the end of its message, from the last line on with which a signature can begin. */
function readTag(object: Buffer): SignedObject | Unsigned {
  const start = lastMarker(object);
  if (start === undefined) return { unsigned: true };
  const { payload } = splitHeaders(object.subarray(0, start), (name) => name === "gpgsig" || name === "gpgsig-sha256");
  const signature = object.toString("latin1", start);
  return { payload, signature, format: formatOf(signature), madeAt: dateOf(payload, "tagger") };
}

function lastMarker(object: Buffer): number | undefined {
  let found: number | undefined;
  for (const [begin] of markers) {
    const at = object.lastIndexOf(`\n${begin}`);
    if (at >= 0 && at + 1 > (found ?? 0)) found = at + 1;
  }
  return found;
}

/** Parts the headers into those that are signed and those that hold signatures; of these, the value of gpgsig. */
function splitHeaders(object: Buffer, isSignature: (name: string) => boolean) {
  const kept: Buffer[] = [];
  let signature = "";
  let early = false;
  let sawCommitter = false;
  let header: "signed" | "ours" | "other" = "signed";
  let at = 0;
  while (at < object.length && object[at] !== 0x0a) {
    const end = object.indexOf(0x0a, at);
    const next = end < 0 ? object.length : end + 1;
    const continues = object[at] === 0x20;
    if (!continues) {
      const name = nameAt(object, at, next);
      header = name === "gpgsig" ? "ours" : isSignature(name) ? "other" : "signed";
      if (name === "committer") sawCommitter = true;
      if (header !== "signed" && !sawCommitter) early = true;
    }
    if (header === "signed") kept.push(object.subarray(at, next));
    else if (header === "ours") signature += object.toString("latin1", at + (continues ? 1 : "gpgsig ".length), next);
    at = next;
  }
  kept.push(object.subarray(at));
  return { payload: Buffer.concat(kept), signature, early };
}

function nameAt(object: Buffer, start: number, end: number): string {
  const line = object.toString("latin1", start, Math.min(end, start + 64));
  return /^[^ \n]*(?= )/.exec(line)?.[0] ?? "";
}

function formatOf(signature: string): SignatureFormat {
  return markers.find(([begin]) => signature.startsWith(begin))?.[1] ?? "unknown";
}

function dateOf(payload: Buffer, header: "committer" | "tagger"): Date | undefined {
  const end = payload.indexOf("\n\n");
  const lines = payload.toString("latin1", 0, end < 0 ? payload.length : end).split("\n");
  const line = lines.find((each) => each.startsWith(`${header} `));
  const seconds = /> (\d{1,12}) [+-]\d{4}$/.exec(line ?? "")?.[1];
  return seconds === undefined ? undefined : new Date(Number(seconds) * 1_000);
}

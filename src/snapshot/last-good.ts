import { createHash } from "node:crypto";
import { closeSync, fstatSync, fsyncSync, mkdirSync, openSync, readSync, renameSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";

/** The parts of the file, in the order in which they lie there. */
const partNames = ["snapshot", "files"] as const;
type PartName = (typeof partNames)[number];

/** What is kept: opaque bytes, so that the file does not know what a snapshot is made of. */
export type LastGoodParts = Readonly<Record<PartName, Uint8Array>>;

/** What stands on disk. */
export type LastGoodRead<Content> =
  | { readonly type: "none" }
  /** Of another source or of other options. */
  | { readonly type: "other" }
  /** Damaged, of another program or of a newer gitxds: moved to `movedTo`, so that a person can look at it. */
  | { readonly type: "set-aside"; readonly reason: string; readonly movedTo: string }
  | { readonly type: "found"; readonly content: Content };

/** The one file that holds the last good snapshot of a source. */
export interface LastGoodStore {
  /** Checks the file and unpacks its parts; one that cannot be unpacked is set aside like one that is damaged. */
  read<Content>(unpack: (parts: LastGoodParts) => Content): LastGoodRead<Content>;
  /** Writes beside, syncs and renames: a crash or a full disk leaves the old file whole. Throws what the file system says. */
  write(parts: LastGoodParts): void;
}

/** Lies first in the file, as one line of JSON. */
interface Header {
  readonly kind: "gitxds last good";
  readonly format: 1;
  readonly identity: string;
  readonly parts: Readonly<Record<PartName, { readonly bytes: number; readonly sha256: string }>>;
}

const fileName = "last-good";
const maxHeaderBytes = 4_096;
/** Far beyond what the limits on a commit let through. */
const maxPartBytes = 1024 * 1024 * 1024;

/** `identity` names everything that what is served depends on besides the commit; a file of another identity is not used. */
export function openLastGood(folder: string, identity: string): LastGoodStore {
  const path = join(folder, fileName);
  return {
    read(unpack) {
      try {
        const parts = readChecked(path, identity);
        return parts === undefined ? { type: "other" } : { type: "found", content: unpack(parts) };
      } catch (error) {
        if (isMissing(error)) return { type: "none" };
        const movedTo = `${path}.set-aside`;
        try {
          renameSync(path, movedTo);
        } catch {
          // It stays where it is, and is found unusable again.
        }
        return { type: "set-aside", reason: error instanceof Error ? error.message : String(error), movedTo };
      }
    },
    write(parts) {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      writeDurably(folder, path, encodeHeader(identity, parts), parts);
    },
  };
}

function encodeHeader(identity: string, parts: LastGoodParts): Buffer {
  const describe = (bytes: Uint8Array) => ({ bytes: bytes.length, sha256: sha256(bytes) });
  const header: Header = {
    kind: "gitxds last good",
    format: 1,
    identity,
    parts: { snapshot: describe(parts.snapshot), files: describe(parts.files) },
  };
  return Buffer.from(`${JSON.stringify(header)}\n`);
}

function writeDurably(folder: string, path: string, header: Uint8Array, parts: LastGoodParts): void {
  const beside = `${path}.tmp`;
  const file = openSync(beside, "w", 0o600);
  try {
    for (const bytes of [header, parts.snapshot, parts.files]) writeWhole(file, bytes);
    fsyncSync(file);
  } catch (error) {
    rmSync(beside, { force: true });
    throw error;
  } finally {
    closeSync(file);
  }
  renameSync(beside, path);
  syncFolder(folder);
}

function writeWhole(file: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
}

/** Makes the rename itself last (fsync(2)). */
function syncFolder(folder: string): void {
  const handle = openSync(folder, "r");
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** Checks every part before any is used; undefined where the file is of another identity. */
function readChecked(path: string, identity: string): LastGoodParts | undefined {
  const file = openSync(path, "r");
  try {
    const head = readAt(file, 0, Math.min(maxHeaderBytes, fstatSync(file).size));
    const end = head.indexOf(0x0a);
    const header = parseHeader(head.subarray(0, Math.max(end, 0)));
    if (header.identity !== identity) return undefined;
    const snapshot = readPart(file, end + 1, header, "snapshot");
    return { snapshot, files: readPart(file, end + 1 + snapshot.length, header, "files") };
  } finally {
    closeSync(file);
  }
}

function readPart(file: number, start: number, { parts }: Header, name: PartName): Buffer {
  const part = readAt(file, start, parts[name].bytes);
  if (sha256(part) !== parts[name].sha256) throw new Error(`its part "${name}" is not what was written`);
  return part;
}

function parseHeader(line: Buffer): Header {
  const header = parseJson(line.toString("utf8"));
  if (typeof header !== "object" || header === null) throw new Error("it has no header");
  const { kind, format, identity, parts } = header as Partial<Record<keyof Header, unknown>>;
  if (kind !== "gitxds last good") throw new Error("it is of another program");
  if (format !== 1) throw new Error(`its format is ${String(format).slice(0, 20)}, this gitxds reads format 1`);
  if (typeof identity !== "string" || !isParts(parts)) throw new Error("its header is damaged");
  return { kind, format, identity, parts };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isParts(value: unknown): value is Header["parts"] {
  if (typeof value !== "object" || value === null) return false;
  return partNames.every((name) => {
    const part: unknown = (value as Record<string, unknown>)[name];
    if (typeof part !== "object" || part === null) return false;
    const { bytes, sha256: hash } = part as Record<string, unknown>;
    const whole = typeof bytes === "number" && Number.isInteger(bytes) && bytes >= 0 && bytes <= maxPartBytes;
    return whole && typeof hash === "string";
  });
}

function readAt(file: number, start: number, length: number): Buffer {
  if (start + length > fstatSync(file).size) throw new Error("it is cut off");
  const bytes = Buffer.allocUnsafeSlow(length);
  for (let at = 0; at < length; ) {
    const read = readSync(file, bytes, at, length - at, start + at);
    if (read === 0) throw new Error("it is cut off");
    at += read;
  }
  return bytes;
}

function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "ENOTDIR");
}

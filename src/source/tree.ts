import { type ObjectId, objectId } from "../model/index.js";
import { damaged } from "./errors.js";
import { limits } from "./limits.js";

/** What an entry's mode says it is (git-fast-import, "mode"). */
export type EntryType = "file" | "folder" | "symlink" | "submodule";

/** One entry of a tree object. */
export interface TreeEntry {
  readonly type: EntryType;
  /** Undefined where the name is one that must not be used; `shown` is what a message may say instead. */
  readonly name: string | undefined;
  readonly shown: string;
  readonly id: ObjectId;
}

const idSize = 20;
const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** Reads a tree object: mode, space, name, NUL, 20 bytes of id, and so on. */
export function parseTree(id: ObjectId, bytes: Uint8Array): readonly TreeEntry[] {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const entries: TreeEntry[] = [];
  const names = new Set<string>();
  for (let at = 0; at < buffer.length; ) {
    const space = buffer.indexOf(0x20, at);
    const nul = buffer.indexOf(0, at);
    if (space < 0 || nul < space || nul + 1 + idSize > buffer.length) throw damaged(`tree ${id} is cut off`);
    const type = typeOf(buffer.toString("latin1", at, space));
    if (type === undefined) throw damaged(`tree ${id} has an entry of unknown mode`);
    const raw = buffer.subarray(space + 1, nul);
    const key = raw.toString("latin1");
    if (names.has(key)) throw damaged(`tree ${id} has two entries of one name`);
    names.add(key);
    const name = safeName(raw);
    at = nul + 1 + idSize;
    entries.push({ type, name, shown: name ?? showName(raw), id: objectId(buffer.toString("hex", nul + 1, at)) });
  }
  return entries;
}

function typeOf(mode: string): EntryType | undefined {
  switch (mode) {
    case "40000":
    case "040000":
      return "folder";
    case "120000":
      return "symlink";
    case "160000":
      return "submodule";
    default:
      return /^100[0-7]{3}$/.test(mode) ? "file" : undefined;
  }
}

/** The name where it can be shown, joined to a path and looked up without surprise. */
function safeName(raw: Uint8Array): string | undefined {
  if (raw.length === 0 || raw.length > limits.nameBytes) return undefined;
  try {
    const name = utf8.decode(raw);
    return isSafeName(name) ? name : undefined;
  } catch {
    return undefined;
  }
}

/** Neither `.`, `..` nor `.git`, no slash, no control characters. */
export function isSafeName(name: string): boolean {
  return name !== "." && name !== ".." && name.toLowerCase() !== ".git" && !/[/\p{Cc}\p{Zl}\p{Zp}]/u.test(name);
}

/** What a message may say for a name that cannot be used: printable ASCII, the rest as `\\xNN`, the middle of a long one left out. */
export function showName(raw: Uint8Array): string {
  const text = Buffer.from(raw).toString("latin1");
  const short = text.length > 80 ? `${text.slice(0, 60)}...${text.slice(-12)}` : text;
  return short.replace(/[^ -~]/g, (character) => `\\x${character.charCodeAt(0).toString(16).padStart(2, "0")}`);
}

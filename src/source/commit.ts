import { type Commit, type CommitSha, commitSha, isFullSha, type ObjectId, objectId } from "../model/index.js";
import { damaged } from "./errors.js";
import { isObjectType, type ObjectType } from "./git-object.js";

const maxSubject = 200;

/** Reads a commit object (git-commit-tree). Only its tree and parents must be well-formed: the rest is text for people. */
export function parseCommit(sha: CommitSha, bytes: Uint8Array): Commit {
  const { header, message } = splitMessage(bytes);
  const lines = header.split("\n");
  const tree = lines[0]?.startsWith("tree ") ? lines[0].slice(5) : "";
  if (!isFullSha(tree)) throw damaged(`commit ${sha} names no tree`);
  const parents: CommitSha[] = [];
  for (let at = 1; lines[at]?.startsWith("parent "); at += 1) parents.push(parentOf(sha, lines[at] ?? ""));
  const decode = decoder(field(lines, "encoding"));
  const author = field(lines, "author");
  const match = /^(.*>) (-?\d{1,12}) [+-]\d{4}$/s.exec(author);
  return {
    sha,
    tree: objectId(tree),
    parents,
    subject: clean(decode(message).trimStart().split(/\r?\n/, 1)[0] ?? "").slice(0, maxSubject),
    author: clean(decode(Buffer.from(match?.[1] ?? author, "latin1"))).slice(0, maxSubject),
    authoredAt: dateOf(Number(match?.[2] ?? 0)),
    allowsDeletions: hasTrailer(decode(message), "gitxds-allow-deletions", "true"),
  };
}

/** When a commit object was made, in seconds since 1970; 0 where it does not say. */
export function committedAt(bytes: Uint8Array): number {
  const committer = field(splitMessage(bytes).header.split("\n"), "committer");
  return Number(/> (\d{1,12}) [+-]\d{4}$/.exec(committer)?.[1] ?? 0);
}

/** What an annotated tag points to. */
export function parseTag(id: ObjectId, bytes: Uint8Array): { readonly target: ObjectId; readonly type: ObjectType } {
  const lines = splitMessage(bytes).header.split("\n");
  const target = field(lines, "object");
  const type = field(lines, "type");
  if (!isFullSha(target) || !isObjectType(type)) throw damaged(`tag ${id} names no object`);
  return { target: objectId(target), type };
}

/** The header is kept byte for byte (latin1), because its encoding is known only after reading it. */
function splitMessage(bytes: Uint8Array): { header: string; message: Uint8Array } {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = buffer.indexOf("\n\n");
  return end < 0
    ? { header: buffer.toString("latin1"), message: new Uint8Array() }
    : { header: buffer.toString("latin1", 0, end), message: buffer.subarray(end + 2) };
}

function parentOf(sha: CommitSha, line: string): CommitSha {
  const parent = line.slice("parent ".length);
  if (!isFullSha(parent)) throw damaged(`commit ${sha} names no valid parent`);
  return commitSha(parent);
}

/** The first header of this name; continuation lines (of signatures) begin with a space and never match. */
function field(lines: readonly string[], name: string): string {
  return lines.find((line) => line.startsWith(`${name} `))?.slice(name.length + 1) ?? "";
}

function decoder(encoding: string): (bytes: Uint8Array) => string {
  try {
    const known = new TextDecoder(encoding === "" ? "utf-8" : encoding);
    return (bytes) => known.decode(bytes);
  } catch {
    return (bytes) => new TextDecoder().decode(bytes);
  }
}

/** Whether the last paragraph of the message has this line (git-interpret-trailers); case does not count. */
function hasTrailer(message: string, key: string, value: string): boolean {
  const last =
    message
      .trimEnd()
      .split(/\r?\n[ \t]*\r?\n/)
      .at(-1) ?? "";
  return last.split(/\r?\n/).some((line) => {
    const [before = "", after = ""] = line.split(/:(.*)/s);
    return before.trim().toLowerCase() === key && after.trim().toLowerCase() === value;
  });
}

/** Without control characters, and without those that reverse the direction of the text around them. */
function clean(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, "").trim();
}

function dateOf(seconds: number): Date {
  const date = new Date(seconds * 1_000);
  return Number.isNaN(date.getTime()) ? new Date(0) : date;
}

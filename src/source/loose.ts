import { closeSync, fstatSync, openSync, readdirSync, readFileSync, readSync } from "node:fs";
import { join } from "node:path";
import type { ObjectId } from "../model/index.js";
import { damaged, nodeErrorCode } from "./errors.js";
import { type GitObject, isObjectType, type ObjectType } from "./git-object.js";
import { inflateAtMost, inflateStart, startBytes } from "./inflate.js";
import { limits } from "./limits.js";

const longestHeader = 32;

/** Reads a loose object; undefined where this folder does not have it. */
export function readLoose(objects: string, id: ObjectId): GitObject | undefined {
  return withFile(loosePath(objects, id), (file) => {
    if (fstatSync(file).size > limits.object) throw damaged(`${id} is larger than ${limits.object} bytes`);
    const bytes = inflateAtMost(readFileSync(file), limits.object + longestHeader, id);
    const { type, size, end } = parseHeader(bytes, id);
    if (bytes.length - end !== size) throw damaged(`${id} has ${bytes.length - end} bytes, its header says ${size}`);
    return { type, bytes: bytes.subarray(end) };
  });
}

/** The size of a loose object, from its first bytes alone. */
export function looseSize(objects: string, id: ObjectId): number | undefined {
  return withFile(loosePath(objects, id), (file) => {
    const start = Buffer.alloc(startBytes);
    const length = readSync(file, start, 0, start.length, 0);
    return parseHeader(inflateStart(start.subarray(0, length), id), id).size;
  });
}

/** The ids of loose objects that begin with these hex digits, two or more. */
export function looseBeginningWith(objects: string, digits: string): readonly string[] {
  const folder = digits.slice(0, 2);
  try {
    return readdirSync(join(objects, folder))
      .filter((name) => /^[0-9a-f]{38}$/.test(name) && name.startsWith(digits.slice(2)))
      .map((name) => folder + name);
  } catch (error) {
    const code = nodeErrorCode(error);
    if (code === "ENOENT" || code === "ENOTDIR") return [];
    throw error;
  }
}

function loosePath(objects: string, id: ObjectId): string {
  return join(objects, id.slice(0, 2), id.slice(2));
}

function withFile<T>(path: string, read: (file: number) => T): T | undefined {
  let file: number;
  try {
    file = openSync(path, "r");
  } catch (error) {
    const code = nodeErrorCode(error);
    if (code === "ENOENT" || code === "ENOTDIR") return undefined;
    throw error;
  }
  try {
    return read(file);
  } finally {
    closeSync(file);
  }
}

function parseHeader(bytes: Buffer, id: ObjectId): { type: ObjectType; size: number; end: number } {
  const end = bytes.subarray(0, longestHeader).indexOf(0);
  const [type = "", size = "", ...rest] = bytes.toString("latin1", 0, Math.max(end, 0)).split(" ");
  if (end < 0 || rest.length > 0 || !isObjectType(type) || !/^\d{1,15}$/.test(size)) {
    throw damaged(`${id} has no valid header`);
  }
  return { type, size: Number(size), end: end + 1 };
}

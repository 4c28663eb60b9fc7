import { createHash } from "node:crypto";
import { type ObjectId, objectId } from "../model/index.js";

export type ObjectType = "commit" | "tree" | "blob" | "tag";

/** An object as Git stores it, without its header. */
export interface GitObject {
  readonly type: ObjectType;
  readonly bytes: Uint8Array;
}

/** The id Git gives to these bytes: SHA-1 over header and content. */
export function hashObject(type: ObjectType, bytes: Uint8Array): ObjectId {
  return objectId(createHash("sha1").update(`${type} ${bytes.length}\0`).update(bytes).digest("hex"));
}

export function isObjectType(text: string): text is ObjectType {
  return text === "commit" || text === "tree" || text === "blob" || text === "tag";
}

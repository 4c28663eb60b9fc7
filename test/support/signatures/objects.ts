import { type CommitSha, commitSha, type ObjectId } from "../../../src/model/index.js";
import { type GitObject, hashObject, type ObjectType } from "../../../src/source/git-object.js";
import type { ReadObject } from "../../../src/source/signatures/range.js";

/** Git objects in memory. */
export interface ObjectShelf {
  readonly read: ReadObject;
  readonly reads: () => number;
  put(type: ObjectType, text: string | Uint8Array): ObjectId;
  /** A commit; `sign` makes the value of its gpgsig header of what it signs. */
  commit(options?: CommitOptions): Promise<CommitSha>;
  /** An annotated tag; `sign` makes what follows its message. */
  tag(name: string, target: ObjectId, type: ObjectType, sign?: Sign): Promise<ObjectId>;
  remove(id: ObjectId): void;
}

export type Sign = (payload: Buffer) => string | Promise<string>;

export interface CommitOptions {
  readonly parents?: readonly CommitSha[];
  readonly time?: number;
  readonly message?: string;
  readonly sign?: Sign;
}

const tree = "4b825dc642cb6eb9a060e54bf8d69288fbee4904";

export function objectShelf(): ObjectShelf {
  const objects = new Map<ObjectId, GitObject>();
  let reads = 0;
  const put = (type: ObjectType, text: string | Uint8Array) => {
    const bytes = Buffer.from(text as Uint8Array);
    const id = hashObject(type, bytes);
    objects.set(id, { type, bytes });
    return id;
  };
  return {
    read: (id) => {
      reads += 1;
      return objects.get(id);
    },
    reads: () => reads,
    put,
    async commit({ parents = [], time = 1_718_020_800, message = "Change a route", sign } = {}) {
      const lines = parents.map((parent) => `parent ${parent}\n`).join("");
      const who = `Ada <ada@example.com> ${time} +0000`;
      const payload = `tree ${tree}\n${lines}author ${who}\ncommitter ${who}\n\n${message}\n`;
      const signature = sign === undefined ? undefined : await sign(Buffer.from(payload));
      return commitSha(put("commit", signature === undefined ? payload : withSignature(payload, signature)));
    },
    async tag(name, target, type, sign) {
      const payload = `object ${target}\ntype ${type}\ntag ${name}\ntagger Ada <ada@example.com> 1718020800 +0000\n\nA release\n`;
      return put("tag", payload + (sign === undefined ? "" : await sign(Buffer.from(payload))));
    },
    remove: (id) => objects.delete(id),
  };
}

/** The commit with its signature as git writes it: the last header, each further line after a space. */
export function withSignature(payload: string, signature: string): string {
  return payload.replace("\n\n", () => `\ngpgsig ${signature.trimEnd().replaceAll("\n", "\n ")}\n\n`);
}

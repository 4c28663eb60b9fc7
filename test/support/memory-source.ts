import { type Commit, commitSha, type Head, type ObjectId, objectId } from "../../src/model/index.js";
import { hashObject } from "../../src/source/git-object.js";
import type { Source, Tree } from "../../src/source/index.js";

/** A source whose commits are maps of file names to texts; it counts what is read of it. */
export interface MemorySource extends Source {
  /** Makes these files the head. */
  commit(files: Readonly<Record<string, string>>): string;
  /** Makes every look fail until it is called with undefined. */
  failWith(error: unknown): void;
  readonly looks: number;
  readonly fetches: number;
  readonly blobsRead: number;
}

/** Folders are left out: a file's name has no slash. */
export function memorySource(): MemorySource {
  const blobs = new Map<ObjectId, Uint8Array>();
  const trees = new Map<string, Tree>();
  const counts = { looks: 0, fetches: 0, blobsRead: 0 };
  let head: Head | undefined;
  let failure: unknown;
  return {
    get looks() {
      return counts.looks;
    },
    get fetches() {
      return counts.fetches;
    },
    get blobsRead() {
      return counts.blobsRead;
    },
    commit(files) {
      const commit = commitSha((trees.size + 1).toString(16).padStart(40, "0"));
      trees.set(commit, makeTree(files, blobs));
      head = { commit, ref: "refs/heads/main" };
      return commit;
    },
    failWith(error) {
      failure = error;
    },
    async look() {
      counts.looks += 1;
      if (failure !== undefined) throw failure;
      if (head === undefined) throw new Error("nothing was committed");
      return head;
    },
    async fetch({ commit }) {
      counts.fetches += 1;
      return makeCommit(commit);
    },
    async list({ sha }) {
      const tree = trees.get(sha);
      if (tree === undefined) throw new Error(`no such commit: ${sha}`);
      return tree;
    },
    async read(ids, onBlob) {
      for (const id of ids) {
        counts.blobsRead += 1;
        onBlob(id, blobs.get(id) ?? new Uint8Array());
      }
    },
    async close() {},
  };
}

function makeTree(files: Readonly<Record<string, string>>, blobs: Map<ObjectId, Uint8Array>): Tree {
  const entries = Object.entries(files).map(([name, text]) => {
    const bytes = Buffer.from(text);
    const id = hashObject("blob", bytes);
    blobs.set(id, bytes);
    return [name, { id, size: bytes.length }] as const;
  });
  const id = hashObject("tree", Buffer.from(JSON.stringify(entries)));
  const root = { id, rules: "", files: new Map(entries), folders: new Map(), notes: [], entries: 0, bytes: 0 };
  return { root, notes: [] };
}

function makeCommit(sha: Commit["sha"]): Commit {
  const tree = objectId("0".repeat(40));
  return { sha, tree, parents: [], subject: `commit ${sha.slice(-2)}`, author: "Ada", authoredAt: new Date(0) };
}

import type { ChainCommit, Commit, CommitSha, Head, ObjectId } from "../../src/model/index.js";
import { descentOf, onTopOf } from "../../src/source/ancestry.js";
import { headOfVersions, standsAlone } from "../../src/source/chain.js";
import { hashObject } from "../../src/source/git-object.js";
import type { Source, Tree } from "../../src/source/index.js";
import { commitOf } from "./commit.js";

/** A source whose commits are maps of file names to texts; it counts what is read of it. */
export interface MemorySource extends Source {
  /** Makes these files the head, on top of the head before or of another commit, and of one that it merges; null starts a history of its own. */
  commit(
    files: Readonly<Record<string, string>>,
    options?: { parent?: CommitSha | null; merging?: CommitSha; allowsDeletions?: boolean },
  ): CommitSha;
  /** Makes an earlier commit the head; one that stands alone where the ref is its id or a tag. */
  reset(to: CommitSha, ref?: string): void;
  /** Follows these tags from now on, lowest version first, each by name and commit; annotated where it has an id. */
  follow(tags: readonly (readonly [name: string, commit: CommitSha, id?: ObjectId])[]): void;
  /** Commits whose signatures do not count; whoever changes it changes `trusted` too. */
  readonly unsigned: Set<CommitSha>;
  trusted: string;
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
  const commits = new Map<CommitSha, Commit>();
  const counts = { looks: 0, fetches: 0, blobsRead: 0 };
  let head: Head | undefined;
  const find = (sha: CommitSha): Commit => {
    const commit = commits.get(sha);
    if (commit === undefined) throw new Error(`no such commit: ${sha}`);
    return commit;
  };
  const linksOf = (sha: CommitSha) => {
    const commit = commits.get(sha);
    return commit && { parents: commit.parents, committedAt: 0 };
  };
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
    commit(files, { parent = head?.commit ?? null, merging, allowsDeletions = false } = {}) {
      const { root, ...rest } = makeTree(files, blobs);
      trees.set(root.id, { root, ...rest });
      const commit = commitOf(commits.size + 1, {
        tree: root.id,
        parents: [parent, merging].filter((sha) => sha !== null && sha !== undefined),
        allowsDeletions,
      });
      commits.set(commit.sha, commit);
      head = { commit: commit.sha, ref: "refs/heads/main" };
      return commit.sha;
    },
    reset(to, ref = "refs/heads/main") {
      head = { commit: to, ref };
    },
    follow(tags) {
      const versions = tags.map(([name, commit, id]) => {
        const ref = `refs/tags/${name}`;
        return id === undefined ? { ref, commit } : { ref, commit, tag: { id, ref } };
      });
      head = headOfVersions(versions);
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
      return find(commit);
    },
    async chain(to, since) {
      const { commit: from, versions } = to;
      if (versions !== undefined) {
        const at = versions.findLastIndex(({ commit }) => since.includes(commit));
        const after = versions.slice(at + 1).map(({ commit }) => ({ commit: find(commit), changesPath: true }));
        return { commits: after, cut: false, reached: versions[at]?.commit };
      }
      if (standsAlone(to))
        return { commits: [{ commit: find(from), changesPath: true }], cut: false, reached: undefined };
      const found: ChainCommit[] = [];
      for (let at: CommitSha | undefined = from; at !== undefined && !since.includes(at) && found.length < 50; ) {
        const commit = find(at);
        at = commit.parents[0];
        found.push({ commit, changesPath: at === undefined || find(at).tree !== commit.tree });
      }
      const last = found.length === 0 ? from : found.at(-1)?.commit.parents[0];
      const reached = found.length === 50 ? undefined : since.find((sha) => sha === last);
      return { commits: found.toReversed(), cut: false, reached };
    },
    descent: ({ commit }, from, accept) => descentOf(linksOf, commit, from, accept),
    onTopOf: (from, chain) => onTopOf(linksOf, chain, from),
    unsigned: new Set(),
    trusted: "",
    async verify({ commit }) {
      if (!this.unsigned.has(commit.sha)) return undefined;
      return { ok: false, commit: commit.sha, code: "GX060", message: "it is not signed", remedy: "sign it" };
    },
    async trust() {
      return this.trusted;
    },
    async list({ tree: id }) {
      const tree = trees.get(id);
      if (tree === undefined) throw new Error(`no such tree: ${id}`);
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

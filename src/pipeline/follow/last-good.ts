import { deserialize, serialize } from "node:v8";
import { pipelineFindings } from "../../findings/pipeline.js";
import type { GateRules } from "../../gate/index.js";
import type { Collection, Commit, Emit, SourceConfig } from "../../model/index.js";
import type { Collections } from "../../snapshot/index.js";
// By file: the whole stage would bring protobufjs, and a restart waits for what is imported here.
import { joinPieces } from "../../snapshot/join-pieces.js";
import { type LastGoodParts, openLastGood } from "../../snapshot/last-good.js";
import { contentHash } from "../../util/hash.js";
import type { DigestedFile } from "../commit/digest.js";
import type { DigestedFiles } from "../commit/files.js";
import type { PartialCommit } from "../commit/kept.js";
import type { SeenCommit } from "../commit/read-commit.js";
import type { LiveCommit, PassState } from "../phases.js";
import { whatIsServed } from "./same-source.js";

/** What an earlier process served, and what the first pass can go on from. */
export interface Restored {
  readonly state: PassState & { readonly live: LiveCommit };
  /** When that process published it. */
  readonly publishedAt: Date;
}

/** Keeps what is live of a source across restarts. Nothing here stops serving: what fails is told, and that is all. */
export interface LastGood {
  /** The files are unpacked when they are first asked for: it takes far longer than the rest, and clients wait for that alone. */
  restore(): Restored | undefined;
  /** False where it could not be written, which is told once for each reason. */
  save(live: LiveCommit, publishedAt: Date, trust: string): boolean;
}

/** What decides whether a saved snapshot is of use. */
interface LastGoodOptions {
  /** The source's own folder of the state directory. */
  readonly folder: string;
  readonly config: SourceConfig;
  /** Hash of what else the bytes depend on: with another, the file is not used. */
  readonly bytesKey: string;
  /** Hash of what the verdict depends on: with another, the saved commit is served until the first pass has judged anew. */
  readonly verdictKey: string;
  readonly emit: Emit;
}

/** Counted up where what is saved takes another shape: a file of another one is not used. */
const savedShape = 2;

interface SavedSnapshot {
  readonly commit: Commit;
  readonly findings: LiveCommit["findings"];
  readonly publishedAt: Date;
  readonly collections: Collections;
  /** What of the commit is not served as it stands there; what was kept of it is among the files. */
  readonly partial: Pick<PartialCommit, "resources" | "since"> | undefined;
  readonly verdictKey: string;
  /** Of the signatures. */
  readonly trust: string;
}

interface SavedFiles {
  readonly files: DigestedFiles;
  readonly kept: PartialCommit["kept"];
}

export function makeLastGood({ folder, config, bytesKey, verdictKey, emit }: LastGoodOptions): LastGood {
  const source = config.name;
  const identity = contentHash(JSON.stringify([savedShape, ...whatIsServed(config), bytesKey]));
  const store = openLastGood(folder, identity);
  let told: string | undefined;
  return {
    restore() {
      const read = store.read((parts) => unpack(parts, verdictKey));
      if (read.type === "set-aside") {
        const { reason, movedTo } = read;
        emit({ type: "last-good-unusable", source, code: pipelineFindings.unusable.code, reason, movedTo });
      }
      return read.type === "found" ? read.content : undefined;
    },
    save(live, publishedAt, trust) {
      try {
        store.write(pack(live, { publishedAt, verdictKey, trust }));
        told = undefined;
        return true;
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        if (reason !== told) emit({ type: "last-good-unsaved", source, code: pipelineFindings.unsaved.code, reason });
        told = reason;
        return false;
      }
    },
  };
}

/** The rules of the gate in the form that a hash needs. */
export function describeRules({ skip, accept, ...rest }: GateRules): string {
  return JSON.stringify([[...skip].sort(), [...accept].sort(), rest]);
}

function pack(live: LiveCommit, said: Pick<SavedSnapshot, "publishedAt" | "verdictKey" | "trust">): LastGoodParts {
  const { commit, findings, collections, files, partial } = live;
  const shown = partial && { resources: partial.resources, since: partial.since };
  const saved: SavedSnapshot = { commit, findings, collections, partial: shown, ...said };
  const savedFiles: SavedFiles | undefined = files && { files: lasting(files), kept: partial?.kept ?? new Map() };
  return { snapshot: serialize(saved), files: savedFiles === undefined ? new Uint8Array() : serialize(savedFiles) };
}

/**
 * Places in policies are found by functions, which do not last: a file with policies is kept under no id, so that the next
 * pass reads it again.
 */
function lasting(files: DigestedFiles): DigestedFiles {
  const bringing = [...files].filter(([, { policies }]) => policies.length > 0);
  if (bringing.length === 0) return files;
  const lasts = new Map(files);
  for (const [path, file] of bringing) lasts.set(path, unnamed(file));
  return lasts;
}

function unnamed(file: DigestedFile): DigestedFile {
  return { ...file, id: null, policies: [] };
}

function unpack(parts: LastGoodParts, verdictKey: string): Restored {
  const { commit, findings, publishedAt, trust, ...saved } = deserialize(parts.snapshot) as SavedSnapshot;
  const collections = new Map([...saved.collections].map(([kind, collection]) => [kind, shared(collection)]));
  const trusted = saved.verdictKey === verdictKey && parts.files.length > 0;
  const unpacked = trusted ? unpackLater(parts.files) : () => undefined;
  const partial: PartialCommit | undefined = saved.partial && {
    ...saved.partial,
    get kept() {
      return unpacked()?.kept ?? new Map();
    },
  };
  const live: LiveCommit = {
    ...{ commit, findings, collections, partial },
    get files() {
      return unpacked()?.files;
    },
  };
  const seen: SeenCommit = {
    ...{ commit, tree: undefined, policies: undefined },
    get files() {
      return unpacked()?.files ?? new Map();
    },
  };
  const decided = trusted ? { commit: commit.sha } : undefined;
  const state = { live, seen: trusted ? seen : undefined, decided, keptBack: [], follows: commit.sha, trust };
  return { state, publishedAt };
}

/** Undefined where they cannot be read, so that they are digested anew: they are whole, since their hash was right. */
function unpackLater(packed: Uint8Array): () => SavedFiles | undefined {
  let left: Uint8Array | undefined = packed;
  let files: SavedFiles | undefined;
  return () => {
    try {
      if (left !== undefined) files = deserialize(left) as SavedFiles;
    } catch {
      files = undefined;
    }
    left = undefined;
    return files;
  };
}

/** Into shared memory, as a collection that was built is, piece by piece, so that the first commit takes over what it can. */
function shared(collection: Collection): Collection {
  return { ...collection, pieces: collection.pieces.map((piece) => joinPieces([piece])) };
}

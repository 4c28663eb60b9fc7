import { kinds } from "../../../src/collections/kinds.js";
import {
  type Collection,
  commitSha,
  type KindName,
  type Piece,
  type ResourceName,
  type Snapshot,
  type SnapshotReader,
  snapshotId,
} from "../../../src/model/index.js";
import { frameResources } from "../../../src/proto/index.js";
import { collectionVersion } from "../../../src/util/collection-version.js";

/** Versions by resource name. */
export type Resources = Readonly<Record<string, string>>;

/** The kinds that are not empty. */
export type Mesh = Partial<Record<KindName, Resources>>;

/** A snapshot whose commit is the number, written as a commit id. */
export function makeSnapshot(mesh: Mesh, commit = 1, padding = 0): Snapshot {
  const commits = [{ source: "mesh", commit: commitSha(commit.toString(16).padStart(40, "0")) }];
  const collections = new Map(kinds.map(({ kind }) => [kind, makeCollection(kind, mesh[kind] ?? {}, padding)]));
  return { id: snapshotId(commits), commits, publishedAt: new Date(0), collections };
}

function makeCollection(kind: KindName, resources: Resources, padding: number): Collection {
  const names = Object.keys(resources).sort() as ResourceName[];
  const versions = names.map((name) => resources[name] ?? "");
  const anys = names.map((name, index) => makeAny(name, versions[index] ?? "", padding));
  return { kind, version: collectionVersion(names, versions), names, versions, pieces: piecesOf(anys) };
}

/** Two of them, where there are as many entries. */
function piecesOf(anys: readonly Uint8Array[]): readonly Piece[] {
  const half = Math.ceil(anys.length / 2);
  return [anys.slice(0, half), anys.slice(half)].filter((run) => run.length > 0).map(frameResources);
}

/** A google.protobuf.Any (type_url is field 1, value field 2) whose value tells name and version. */
function makeAny(name: string, version: string, padding: number): Uint8Array {
  const value = Buffer.from(`${name} ${version} ${"x".repeat(padding)}`);
  return Buffer.concat([lengthPrefixed(0x0a, Buffer.from("t/R")), lengthPrefixed(0x12, value)]);
}

function lengthPrefixed(tag: number, content: Uint8Array): Buffer {
  const length: number[] = [];
  let rest = content.length;
  while (rest >= 0x80) {
    length.push((rest & 0x7f) | 0x80);
    rest >>>= 7;
  }
  return Buffer.concat([Buffer.from([tag, ...length, rest]), content]);
}

/** Name and version that makeAny put into the bytes. */
export function readAny(any: Uint8Array): readonly [name: string, version: string] {
  const text = Buffer.from(any).toString("latin1");
  const found = /([\w-]+\/[\w-]+) (\S+) x*$/.exec(text);
  if (found === null) throw new Error(`not made by makeAny: ${JSON.stringify(text.slice(0, 100))}`);
  return [found[1] ?? "", found[2] ?? ""];
}

/** Name and version of each, as an object. */
export function readAll(anys: readonly Uint8Array[]): Resources {
  const pairs = anys.map(readAny);
  const resources = Object.fromEntries(pairs);
  if (Object.keys(resources).length !== pairs.length) throw new Error("a resource came twice in one response");
  return resources;
}

/** Holds what a test publishes. */
export class FakeSnapshots implements SnapshotReader {
  #current: Snapshot | undefined;
  readonly #listeners = new Set<(snapshot: Snapshot) => void>();

  constructor(mesh?: Mesh) {
    this.#current = mesh && makeSnapshot(mesh);
  }

  current(): Snapshot | undefined {
    return this.#current;
  }

  onPublish(listener: (snapshot: Snapshot) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  publish(snapshot: Snapshot): void {
    this.#current = snapshot;
    for (const listener of this.#listeners) listener(snapshot);
  }
}

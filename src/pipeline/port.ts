import type { Collection, Config, Event, ResourceName, SourceCommit, SourceStatus } from "../model/index.js";

/** What the worker thread is started with. */
export interface WorkerInput {
  readonly config: Config;
}

/** From the serving thread to the pipeline's. */
export type ToWorker =
  | { readonly type: "status"; readonly id: number }
  /** Asks whether what a listener serves is what recent looks found. Patiently: answered once it is. */
  | { readonly type: "freshen"; readonly id: number; readonly listener: number; readonly patient: boolean }
  | { readonly type: "refresh" /** Null means every source. */; readonly source: string | null }
  /** What a running service can take: the same sources, each with its name and URL. */
  | { readonly type: "configure"; readonly config: Config }
  | { readonly type: "stop" };

/** From the pipeline's thread to the serving one. */
export type FromWorker =
  | { readonly type: "event"; readonly event: Event }
  | { readonly type: "publish"; readonly publication: Publication }
  | { readonly type: "status"; readonly id: number; readonly sources: readonly SourceStatus[] }
  | { readonly type: "freshened"; readonly id: number; readonly fresh: boolean };

/** A new snapshot for one listener: its commits, and the collections that changed; the others stay. */
export interface Publication {
  /** Its index in the configuration. */
  readonly listener: number;
  readonly commits: readonly SourceCommit[];
  readonly publishedAt: Date;
  readonly changed: readonly PackedCollection[];
}

/**
 * A collection for the way between the threads. Its pieces are shared memory, and its lists joined to one string each:
 * cloning 10,000 strings would stall the serving thread. All pieces go, also those that the other side has: 200 of them
 * cost it 0.2 ms.
 */
interface PackedCollection extends Pick<Collection, "kind" | "version" | "pieces"> {
  readonly names: string;
  readonly versions: string;
}

/** The collection as it is posted. */
export function packCollection(collection: Collection): PackedCollection {
  return { ...collection, names: collection.names.join("\n"), versions: collection.versions.join("\n") };
}

/** The collection again, on the other side. */
export function unpackCollection(packed: PackedCollection): Collection {
  const lines = (text: string) => (text === "" ? [] : text.split("\n"));
  return { ...packed, names: lines(packed.names) as ResourceName[], versions: lines(packed.versions) };
}

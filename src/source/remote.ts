import type { Commit, Finding, Head } from "../model/index.js";
import type { ObjectStore } from "./object-store.js";
import type { Tree } from "./tree-list.js";

/** How far a fetch has come; `total` is 0 where it is not known. */
export type OnProgress = (phase: string, done: number, total: number) => void;

/** What differs between the ways to a repository: finding the head, and having its objects on this machine. */
export interface Remote {
  /** A list of refs that was asked for since then, for another source of the repository, is as good as one's own. */
  look(signal: AbortSignal, since?: number): Promise<Head>;
  /** Makes the commit's objects readable, and those of some ancestors. */
  fetch(head: Head, signal: AbortSignal, onProgress: OnProgress): Promise<void>;
  /** Makes more ancestors readable; false where there is nothing more to have. */
  deepen(head: Head, signal: AbortSignal, onProgress: OnProgress): Promise<boolean>;
  /** The store that has what was fetched last. */
  objects(): ObjectStore;
  /** Told that stored bytes were not what they should be. */
  onDamage(): void;
  /** Notes on what is not in the commit. */
  notes(commit: Commit, tree: Tree): Promise<readonly Finding[]>;
  close(): Promise<void>;
}

import { type Snapshot, type SnapshotReader, snapshotId } from "../model/index.js";
import { type Publication, unpackCollection } from "./port.js";

/** Holds the snapshot that one listener serves. Publishing swaps one pointer, then tells whoever asked. */
export class SnapshotStore implements SnapshotReader {
  #current: Snapshot | undefined;
  readonly #listeners = new Set<(snapshot: Snapshot) => void>();

  current(): Snapshot | undefined {
    return this.#current;
  }

  onPublish(listener: (snapshot: Snapshot) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Takes the changed collections and keeps the others, the very same objects. */
  publish({ commits, publishedAt, changed }: Omit<Publication, "listener">): void {
    const collections = new Map(this.#current?.collections);
    for (const packed of changed) collections.set(packed.kind, unpackCollection(packed));
    const snapshot: Snapshot = { id: snapshotId(commits), commits, publishedAt, collections };
    this.#current = snapshot;
    for (const listener of this.#listeners) listener(snapshot);
  }
}

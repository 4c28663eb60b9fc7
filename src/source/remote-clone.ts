import { type CommitSha, commitSha, type Head, type ObjectId, objectId } from "../model/index.js";
import { standsAlone } from "./chain.js";
import type { FetchRequest } from "./git-fetch.js";
import { limits } from "./limits.js";
import { chooseRef, type Ref, refMissing, refPrefixes, wantedRef } from "./refs.js";
import type { OnProgress, Remote } from "./remote.js";
import { type Transfer, WorkingClone } from "./working-clone.js";

/** What a fetch is asked for, whatever carries it. */
export type TransferRequest = Pick<FetchRequest, "gitDir" | "want" | "depth" | "maxBytes" | "signal" | "onProgress">;

/** A way to a server. */
export interface Transport {
  /** Refs whose names begin with one of the prefixes, or all. */
  list(prefixes: readonly string[], signal: AbortSignal): Promise<readonly Ref[]>;
  /** Brings objects into a bare repository; returns the bytes received. */
  fetch(request: TransferRequest): Promise<number>;
  close(): void;
}

/** Which clone, of which ref. */
export interface CloneOptions {
  /** As configured. */
  readonly ref: string | null;
  readonly stateDir: string;
  /** What it is a clone of; holds no credential. */
  readonly url: string;
}

/** A repository elsewhere, cloned into the state directory and fetched into from there on. */
export function makeClonedRemote({ ref, stateDir, url }: CloneOptions, transport: Transport): Remote {
  const clone = new WorkingClone(stateDir, url);
  const wanted = wantedRef(ref);
  /** The tag behind a commit: servers give out what their refs name, which is the tag. */
  let tag: { readonly commit: CommitSha; readonly id: ObjectId } | undefined;
  const transferOf = ({ commit }: Head, signal: AbortSignal, onProgress: OnProgress): Transfer => {
    signal.throwIfAborted();
    const want = tag?.commit === commit ? tag.id : objectId(commit);
    return (into) => transport.fetch({ ...into, want, signal, onProgress });
  };

  return {
    async look(signal) {
      signal.throwIfAborted();
      if (wanted.type === "commit") return { commit: commitSha(wanted.sha), ref: wanted.sha };
      const found = chooseRef(wanted, await transport.list(refPrefixes(wanted), signal));
      if (found === undefined)
        throw refMissing(wanted, await transport.list(["refs/heads/", "refs/tags/"], signal), url);
      const commit = commitSha(found.peeled ?? found.id);
      tag = found.peeled === undefined ? undefined : { commit, id: objectId(found.id) };
      const head = { commit, ref: found.target ?? found.name };
      return tag === undefined ? head : { ...head, tag: { id: tag.id, ref: found.name } };
    },
    async fetch(head, signal, onProgress) {
      const depth = standsAlone(head) ? 1 : limits.chainDepth;
      await clone.provide(head.commit, depth, signal, transferOf(head, signal, onProgress));
    },
    deepen: async (head, signal, onProgress) =>
      clone.deepen(head.commit, limits.maxChainDepth, signal, transferOf(head, signal, onProgress)),
    objects: () => clone.store,
    onDamage: () => clone.markDamaged(),
    notes: async () => [],
    async close() {
      transport.close();
      clone.close();
    },
  };
}

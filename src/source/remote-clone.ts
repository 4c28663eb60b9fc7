import { commitSha, type Head, objectId } from "../model/index.js";
import { headOfVersions, standsAlone } from "./chain.js";
import type { FetchRequest } from "./git-fetch.js";
import { limits } from "./limits.js";
import { chooseRef, type Ref, refMissing, type Wanted } from "./refs.js";
import type { RefsMember } from "./refs-sharing.js";
import type { OnProgress, Remote } from "./remote.js";
import { matchingTags, noMatchingTag } from "./version-tags.js";
import { type Transfer, type Wants, WorkingClone } from "./working-clone.js";

/** What a fetch is asked for, whatever carries it. */
export type TransferRequest = Pick<FetchRequest, "gitDir" | "wants" | "depth" | "maxBytes" | "signal" | "onProgress">;

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
  readonly wanted: Wanted;
  readonly stateDir: string;
  /** What it is a clone of; holds no credential. */
  readonly url: string;
  /** Where its refs are asked for; may be with other sources of the repository. */
  readonly refs: RefsMember;
}

/** A repository elsewhere, cloned into the state directory and fetched into from there on. */
export function makeClonedRemote({ wanted, stateDir, url, refs: shared }: CloneOptions, transport: Transport): Remote {
  const clone = new WorkingClone(stateDir, url);
  const transferOf = (signal: AbortSignal, onProgress: OnProgress): Transfer => {
    signal.throwIfAborted();
    return ({ wants: [first, ...others], ...into }) =>
      transport.fetch({ ...into, wants: [first.id, ...others.map(({ id }) => id)], signal, onProgress });
  };

  return {
    async look(signal, since) {
      signal.throwIfAborted();
      if (wanted.type === "commit") return { commit: commitSha(wanted.sha), ref: wanted.sha };
      const refs = await shared.list(since, transport.list, signal);
      if (wanted.type === "versions") {
        const matching = matchingTags(wanted.range, refs);
        const head = headOfVersions(matching.map((ref) => ({ ...namedBy(ref), ref: ref.name })));
        if (head === undefined) throw noMatchingTag(wanted.range, refs, url);
        return head;
      }
      const found = chooseRef(wanted, refs);
      if (found === undefined)
        throw refMissing(wanted, await transport.list(["refs/heads/", "refs/tags/"], signal), url);
      return { ...namedBy(found), ref: found.target ?? found.name };
    },
    async fetch(head, signal, onProgress) {
      const depth = standsAlone(head) ? 1 : limits.chainDepth;
      await clone.provide(wantsOf(head), depth, signal, transferOf(signal, onProgress));
    },
    deepen: async (head, signal, onProgress) =>
      clone.deepen(wantsOf(head), limits.maxChainDepth, signal, transferOf(signal, onProgress)),
    objects: () => clone.store,
    onDamage: () => clone.markDamaged(),
    notes: async () => [],
    async close() {
      shared.leave();
      transport.close();
      clone.close();
    },
  };
}

/** The commit that a ref names, and the tag where it is an annotated one. */
function namedBy({ name, id, peeled }: Ref): Pick<Head, "commit" | "tag"> {
  if (peeled === undefined) return { commit: commitSha(id) };
  return { commit: commitSha(peeled), tag: { id: objectId(id), ref: name } };
}

/**
 * What a head needs: its own commit, or with a range of versions those of all that are decided. Servers give out what their
 * refs name, which is the tag.
 */
function wantsOf(head: Head): Wants {
  const wantOf = ({ commit, tag }: Pick<Head, "commit" | "tag">) => ({ commit, id: tag?.id ?? objectId(commit) });
  const [first = head, ...others] = head.versions ?? [];
  return [wantOf(first), ...others.map(wantOf)];
}

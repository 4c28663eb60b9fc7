import { sourceFindings } from "../findings/source.js";
import { type CommitSha, GitxdsError, type ObjectId, objectId } from "../model/index.js";
import { removeHalfPacks } from "./clone-leftovers.js";
import { type Clone, type CloneStore, isDiskFull, openCloneStore, writeError } from "./clone-store.js";
import { isDamaged, isMissing } from "./errors.js";
import { commitMissing, initClone, markFetched } from "./git-fetch.js";
import { limits } from "./limits.js";
import { ObjectStore } from "./object-store.js";

/** Packs that a clone may gather, one with each fetch, before the next clone starts afresh. */
const maxPacks = 20;
/** A fetch may take this many times what the clone took; more means that history was rewritten. */
const growth = 2;
/** Below this, a fetch is never too much. */
const smallFetch = 1024 * 1024;

/** A commit, and the object that is asked for to have it: what the ref names, an annotated tag or the commit itself. */
export interface Want {
  readonly commit: CommitSha;
  readonly id: ObjectId;
}

/** What is to be readable, at least one; the last is head. */
export type Wants = readonly [Want, ...Want[]];

/** Brings objects into a bare repository; returns the bytes received. */
export type Transfer = (into: {
  readonly gitDir: string;
  readonly wants: Wants;
  /** Commits of each line of ancestry; null for all that the clone lacks. */
  readonly depth: number | null;
  readonly maxBytes: number;
}) => Promise<number>;

/** Before the first transfer. */
const nothing = new ObjectStore([], "fetch it first");

/**
 * The clone of one remote: made with a depth, then fetched into. What cannot be trusted or has grown too much is replaced by a
 * clone made beside it; the old one serves until the new one is whole.
 */
export class WorkingClone {
  readonly #url: string;
  readonly #stateDir: string;
  readonly #clones: CloneStore;
  #clone: Clone | undefined;
  #store: ObjectStore | undefined;
  #damaged = false;

  /** Takes up what an earlier process left, where it is a clone of the same URL. The URL holds no credential. */
  constructor(stateDir: string, url: string) {
    this.#url = url;
    this.#stateDir = stateDir;
    this.#clones = openCloneStore(stateDir, url);
    this.#clone = this.#clones.takeUp();
    this.#store = this.#clone === undefined ? undefined : openStore(this.#clone);
  }

  get store(): ObjectStore {
    return this.#store ?? nothing;
  }

  /** The next `provide` clones afresh. */
  markDamaged(): void {
    this.#damaged = true;
  }

  /** Makes the commits readable, with the least transfer that does; a new clone gets `depth` commits of ancestry of each. */
  async provide(wants: Wants, depth: number, signal: AbortSignal, transfer: Transfer): Promise<void> {
    const [first, ...others] = wants.filter((want) => !this.#has(want));
    if (!this.#damaged && first === undefined) return;
    await this.#writing(signal, async () => {
      const fetched = first !== undefined && (await this.#fetchMore([first, ...others], signal, transfer));
      if (!fetched) await this.#cloneAfresh(wants, depth, transfer);
      else if (this.#clone !== undefined) await markFetched(this.#clone.gitDir, lastOf(wants));
    });
  }

  /**
   * Clones anew with more ancestry, because into a clone that is there the remote would send everything again, too. False
   * where the clone has that depth already.
   */
  async deepen(wants: Wants, depth: number, signal: AbortSignal, transfer: Transfer): Promise<boolean> {
    if (this.#clone !== undefined && this.#clone.depth >= depth) return false;
    await this.#writing(signal, () => this.#cloneAfresh(wants, depth, transfer));
    return true;
  }

  #has(want: Want): boolean {
    return this.#store !== undefined && has(this.#store, want);
  }

  async #writing(signal: AbortSignal, run: () => Promise<void>): Promise<void> {
    try {
      await run();
    } catch (error) {
      signal.throwIfAborted();
      throw writeError(this.#stateDir, error);
    }
  }

  close(): void {
    this.#store?.close();
  }

  /** Fetches what the clone lacks; false where a new clone is the better way. */
  async #fetchMore(wants: Wants, signal: AbortSignal, transfer: Transfer): Promise<boolean> {
    if (this.#clone === undefined || this.#store === undefined) return false;
    if (this.#damaged || this.#store.packCount >= maxPacks) return false;
    const { gitDir, bytes } = this.#clone;
    try {
      await transfer({ gitDir, wants, depth: null, maxBytes: Math.max(growth * bytes, smallFetch) });
      return wants.every((want) => this.#has(want));
    } catch (error) {
      removeHalfPacks(gitDir);
      signal.throwIfAborted();
      // A fresh clone takes even more room.
      if (isTroubleWithRemote(error) || isDiskFull(error)) throw error;
      return false;
    }
  }

  async #cloneAfresh(wants: Wants, depth: number, transfer: Transfer): Promise<void> {
    const gitDir = this.#clones.prepare();
    try {
      await initClone(gitDir, this.#url);
      const bytes = await transfer({ gitDir, wants, depth, maxBytes: limits.response });
      const clone = { gitDir, bytes, depth };
      const store = openStore(clone);
      const missing = wants.find((want) => !has(store, want));
      if (missing !== undefined) {
        store.close();
        throw commitMissing(missing.commit, this.#url);
      }
      await markFetched(gitDir, lastOf(wants));
      this.#clones.adopt(clone);
      this.#store?.close();
      this.#clone = clone;
      this.#store = store;
      this.#damaged = false;
    } catch (error) {
      this.#clones.discard(gitDir);
      throw error;
    }
  }
}

function lastOf(wants: Wants): CommitSha {
  return (wants.at(-1) ?? wants[0]).commit;
}

/** Everything else is about the clone, which can be replaced. */
function isTroubleWithRemote(error: unknown): boolean {
  return error instanceof GitxdsError && error.code !== sourceFindings.tooLarge.code && !isDamaged(error);
}

function openStore({ gitDir }: Clone): ObjectStore {
  return new ObjectStore([`${gitDir}/objects`], "nothing to do: the next try clones afresh");
}

/** The tag counts, too: one that was made anew names a commit that is there already, and may be signed now. */
function has(store: ObjectStore, { commit, id }: Want): boolean {
  try {
    store.read(id);
    return store.read(objectId(commit)).type === "commit";
  } catch (error) {
    if (isMissing(error) || isDamaged(error)) return false;
    throw error;
  }
}

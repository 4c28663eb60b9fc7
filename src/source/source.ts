import { fileURLToPath } from "node:url";
import { sourceFindings } from "../findings/source.js";
import type { ChainCommit, Commit, CommitSha, Head, ObjectId, SourceConfig } from "../model/index.js";
import type { Clock } from "../util/clock.js";
import { redactUrls } from "../util/redact.js";
import { isSshAddress } from "../util/ssh-address.js";
import { type Descent, descentOf, linksIn, onTopOf } from "./ancestry.js";
import { type Chain, readChain, readCommit, readVersions, standsAlone } from "./chain.js";
import { isDamaged, isMissing, sourceError } from "./errors.js";
import { makeFilter } from "./filter.js";
import { translated } from "./fs-errors.js";
import type { Timeouts } from "./http-client.js";
import { makeRefsSharing, type RefsSharing } from "./refs-sharing.js";
import type { OnProgress, Remote } from "./remote.js";
import { openHttp } from "./remote-http.js";
import { openLocal } from "./remote-local.js";
import type { SignatureHold } from "./signatures/index.js";
import { listTree, type Tree } from "./tree-list.js";
import { makeVerifier } from "./verifier.js";

/**
 * One Git repository, read. Every method throws a GitxdsError for what a person or time can heal, and the signal's reason
 * where it was aborted; after any of them the source can be used again.
 */
export interface Source {
  /**
   * Which commit the ref names now, or named at `since` or later where another source of the repository asked then, by the
   * clock's elapsed time. At most one request, no objects. A branch is preferred to a tag of the same name.
   */
  look(signal: AbortSignal, since?: number): Promise<Head>;
  /** Makes the commit's objects readable, and reads the commit. Nothing is transferred that is there already. */
  fetch(head: Head, signal: AbortSignal, onProgress: OnProgress): Promise<Commit>;
  /**
   * The way to head, which has been fetched: first parents, oldest first, from one of `since` (left out) where that is
   * among them, else from where enough of them change the path. A tag or a commit stands alone; with a range of versions
   * the way leads over the tags within it.
   */
  chain(head: Head, since: readonly CommitSha[], signal: AbortSignal, onProgress: OnProgress): Promise<Chain>;
  /**
   * How head, which has been fetched, stands to a commit; see Descent. Fetches more history where that does not tell, up to a
   * bound.
   */
  descent(
    head: Head,
    from: CommitSha,
    accept: ReadonlySet<CommitSha>,
    signal: AbortSignal,
    onProgress: OnProgress,
  ): Promise<Descent>;
  /** The commits of a chain that follow this one, along any parent. */
  onTopOf(from: CommitSha, commits: readonly ChainCommit[]): Promise<readonly ChainCommit[]>;
  /**
   * Why its signatures keep a commit of the chain back; undefined where they do not, or none are asked for. Fetches more
   * history where the check needs it.
   */
  verify(
    next: ChainCommit,
    head: Head,
    signal: AbortSignal,
    onProgress: OnProgress,
  ): Promise<SignatureHold | undefined>;
  /**
   * A text that changes when commits may be judged otherwise by their signatures than before: with other keys, or when a
   * key of the live commit's has ended. Empty where no signatures are asked for.
   */
  trust(head: Head, live: CommitSha | undefined): Promise<string>;
  /** The commit's files under the path, filtered. Only folders that differ from `previous` are read. */
  list(commit: Commit, previous?: Tree): Promise<Tree>;
  /** Reads blobs in bulk, each once, in an order of the store's choosing. */
  read(ids: readonly ObjectId[], onBlob: (id: ObjectId, bytes: Uint8Array) => void): Promise<void>;
  close(): Promise<void>;
}

export interface SourceOptions {
  /** The source's own folder for its clone; local repositories need none. */
  readonly stateDir: string;
  /** Sent to http(s) remotes whose URL has no user info. */
  readonly token: string | null;
  readonly clock: Clock;
  /** With other sources that may be of the same repository: those are told when this one asks for its refs. */
  readonly together?: { readonly sharing: RefsSharing; readonly onAsked: (at: number) => void };
  /** For http(s) remotes; tests cannot wait as long as users can. */
  readonly timeouts?: Timeouts;
}

/** Opens a source. Throws where a local path is no repository; a remote is not asked yet. */
export async function openSource(config: SourceConfig, options: SourceOptions): Promise<Source> {
  const remote = await translated(redactUrls(config.url), () => openRemote(config, options));
  return makeSource(remote, config, options.clock);
}

async function openRemote(config: SourceConfig, { together, ...rest }: SourceOptions): Promise<Remote> {
  const { url } = config;
  const { sharing, onAsked } = together ?? { sharing: makeRefsSharing(rest.clock), onAsked: () => {} };
  const options = { ...rest, joinRefs: (prefixes: readonly string[]) => sharing.join(config, prefixes, onAsked) };
  if (/^https?:\/\//i.test(url)) {
    if (!URL.canParse(url)) throw unsupportedUrl(url, "is not a valid URL");
    return openHttp(config, options);
  }
  if (/^file:\/\//i.test(url)) return openLocal(config, fileUrlPath(url));
  if (isSshAddress(url)) return (await import("./ssh/remote-ssh.js")).openSsh(config, options);
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(url)) throw unsupportedUrl(url, "has a scheme that is not read");
  return openLocal(config, url);
}

function fileUrlPath(url: string): string {
  try {
    return fileURLToPath(url);
  } catch {
    throw unsupportedUrl(url, "is not a valid file URL");
  }
}

function unsupportedUrl(url: string, why: string): Error {
  return sourceError(
    sourceFindings.unsupportedUrl,
    `${redactUrls(url)} ${why}`,
    "use https://, http://, ssh://, file:///absolute/path or a path on this machine",
  );
}

function makeSource(remote: Remote, config: SourceConfig, clock: Clock): Source {
  const signatures = config.verify === undefined ? undefined : makeVerifier(config.verify, clock);
  const filter = makeFilter(config.include, config.exclude);
  const where = redactUrls(config.url);
  /** Whatever reads stored objects: damage is reported to the remote, which then fetches anew. */
  const reading = <T>(run: () => Promise<T>): Promise<T> =>
    translated(where, async () => {
      try {
        return await run();
      } catch (error) {
        if (isDamaged(error) || isMissing(error)) remote.onDamage();
        throw error;
      }
    });
  return {
    look: (signal, since) => reading(() => remote.look(signal, since)),
    fetch: (head, signal, onProgress) =>
      reading(async () => {
        await remote.fetch(head, signal, onProgress);
        return readCommit(remote.objects(), head.commit);
      }),
    chain: (head, since, signal, onProgress) =>
      reading(async () => {
        if (head.versions !== undefined) return readVersions(remote.objects(), head.versions, since);
        if (standsAlone(head)) {
          const commit = readCommit(remote.objects(), head.commit);
          const { tag } = head;
          return { commits: [{ commit, changesPath: true, ...(tag && { tag }) }], cut: false, reached: undefined };
        }
        const chain = await readChain(remote.objects(), head.commit, config.path, since);
        if (!chain.cut || !(await remote.deepen(head, signal, onProgress))) return chain;
        return readChain(remote.objects(), head.commit, config.path, since);
      }),
    descent: (head, from, accept, signal, onProgress) =>
      reading(async () => {
        const descent = await descentOf(linksIn(remote.objects()), head.commit, from, accept);
        if (descent !== "unknown" || !(await remote.deepen(head, signal, onProgress))) return descent;
        return descentOf(linksIn(remote.objects()), head.commit, from, accept);
      }),
    onTopOf: (from, commits) => reading(async () => onTopOf(linksIn(remote.objects()), commits, from)),
    verify: (next, head, signal, onProgress) =>
      reading(async () => {
        const verdict = await signatures?.check(remote.objects(), next);
        if (verdict?.missing === undefined || !(await remote.deepen(head, signal, onProgress))) return verdict;
        return signatures?.check(remote.objects(), next);
      }),
    trust: (head, live) => reading(async () => (await signatures?.trust(remote.objects(), head, live)) ?? ""),
    list: (commit, previous) =>
      reading(async () => {
        const tree = await listTree(remote.objects(), commit, config.path, filter, previous);
        const more = await remote.notes(commit, tree);
        return more.length === 0 ? tree : { ...tree, notes: [...tree.notes, ...more] };
      }),
    read: (ids, onBlob) => reading(() => remote.objects().readBlobs(ids, onBlob)),
    close: () => remote.close(),
  };
}

import { type CommitSha, commitSha, type Head, type ObjectId, objectId, type SourceConfig } from "../model/index.js";
import { standsAlone } from "./chain.js";
import { fetchObjects } from "./git-fetch.js";
import { makeHttpClient, type Timeouts } from "./http-client.js";
import { limits } from "./limits.js";
import { chooseRef, refMissing, refPrefixes, wantedRef } from "./refs.js";
import type { OnProgress, Remote } from "./remote.js";
import { makeRefLister } from "./remote-refs.js";
import { type Transfer, WorkingClone } from "./working-clone.js";

/** A repository behind http or https, cloned shallow into the state directory and fetched into from there on. */
export function openHttp(
  config: SourceConfig,
  options: { readonly stateDir: string; readonly token: string | null; readonly timeouts?: Timeouts },
): Remote {
  const { url, authorization } = splitCredential(config.url, options.token);
  const hasCredential = authorization !== undefined;
  const client = makeHttpClient(new URL(url).origin, authorization, options.timeouts);
  const lister = makeRefLister(client, url, hasCredential);
  const clone = new WorkingClone(options.stateDir, url);
  const wanted = wantedRef(config.ref);
  /** The tag behind a commit: servers give out what their refs name, which is the tag. */
  let tag: { readonly commit: CommitSha; readonly id: ObjectId } | undefined;
  const transferOf = ({ commit }: Head, signal: AbortSignal, onProgress: OnProgress): Transfer => {
    signal.throwIfAborted();
    const want = tag?.commit === commit ? tag.id : objectId(commit);
    const request = { client, hasCredential, url: lister.baseUrl(), want, signal, onProgress };
    return (into) => fetchObjects({ ...request, ...into });
  };

  return {
    async look(signal) {
      signal.throwIfAborted();
      if (wanted.type === "commit") return { commit: commitSha(wanted.sha), ref: wanted.sha };
      const ref = chooseRef(wanted, await lister.list(refPrefixes(wanted), signal));
      if (ref === undefined) throw refMissing(wanted, await lister.list(["refs/heads/", "refs/tags/"], signal), url);
      const commit = commitSha(ref.peeled ?? ref.id);
      tag = ref.peeled === undefined ? undefined : { commit, id: objectId(ref.id) };
      return { commit, ref: ref.target ?? ref.name };
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
      client.close();
      clone.close();
    },
  };
}

/** Takes the user info off the URL and makes the header of it, or of the token where there is none. */
function splitCredential(url: string, token: string | null) {
  const parsed = new URL(url);
  const pair =
    parsed.username === "" && parsed.password === ""
      ? token === null
        ? undefined
        : `x-access-token:${token}`
      : `${decoded(parsed.username)}:${decoded(parsed.password)}`;
  parsed.username = "";
  parsed.password = "";
  parsed.hash = "";
  parsed.search = "";
  const authorization = pair === undefined ? undefined : `Basic ${Buffer.from(pair).toString("base64")}`;
  return { url: parsed.href.replace(/\/+$/, ""), authorization };
}

/** User info may hold a bare `%` that starts no escape. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

import type { SourceConfig } from "../model/index.js";
import { fetchObjects } from "./git-fetch.js";
import { makeHttpClient, type Timeouts } from "./http-client.js";
import type { Remote } from "./remote.js";
import { makeClonedRemote } from "./remote-clone.js";
import { makeRefLister } from "./remote-refs.js";

/** A repository behind http or https. */
export function openHttp(
  config: SourceConfig,
  options: { readonly stateDir: string; readonly token: string | null; readonly timeouts?: Timeouts },
): Remote {
  const { url, authorization } = splitCredential(config.url, options.token);
  const hasCredential = authorization !== undefined;
  const client = makeHttpClient(new URL(url).origin, authorization, options.timeouts);
  const lister = makeRefLister(client, url, hasCredential);
  return makeClonedRemote(
    { ref: config.ref, stateDir: options.stateDir, url },
    {
      list: lister.list,
      fetch: (request) => fetchObjects({ client, hasCredential, url: lister.baseUrl(), ...request }),
      close: client.close,
    },
  );
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

import type { HttpAuth, SourceConfig } from "../model/index.js";
import type { Clock } from "../util/clock.js";
import { fetchObjects } from "./git-fetch.js";
import { type Credential, fileCredential, tokenCredential, urlCredential } from "./http/credential.js";
import { githubAppCredential } from "./http/github-app.js";
import { type HttpClientOptions, makeHttpClient, type Timeouts } from "./http-client.js";
import { refPrefixes, wantedOf } from "./refs.js";
import type { JoinRefs } from "./refs-sharing.js";
import type { Remote } from "./remote.js";
import { makeClonedRemote } from "./remote-clone.js";
import { makeRefLister } from "./remote-refs.js";

/** What a source behind http(s) is opened with. */
interface HttpRemoteOptions {
  readonly stateDir: string;
  readonly token: string | null;
  readonly clock: Clock;
  readonly joinRefs: JoinRefs;
  readonly timeouts?: Timeouts;
}

/** A repository behind http or https. */
export function openHttp(config: SourceConfig, options: HttpRemoteOptions): Remote {
  const asked = new URL(config.url);
  const url = bareUrl(asked);
  const way = { tls: config.tls, proxy: config.proxy, timeouts: options.timeouts };
  const login = logIn(config.auth?.http, asked, options, way);
  const client = makeHttpClient({ ...way, origin: asked.origin, credential: login?.credential });
  const credential = login?.credential.name ?? null;
  const wanted = wantedOf(config);
  const lister = makeRefLister(client, url, credential);
  return makeClonedRemote(
    { wanted, stateDir: options.stateDir, url, refs: options.joinRefs(refPrefixes(wanted)) },
    {
      list: lister.list,
      fetch: (request) => fetchObjects({ client, credential, url: lister.baseUrl(), ...request }),
      close() {
        client.close();
        login?.close();
      },
    },
  );
}

/** What is configured for the source, else the user info of its URL, else the service's token. */
function logIn(
  auth: HttpAuth | undefined,
  url: URL,
  { token, clock }: HttpRemoteOptions,
  way: Omit<HttpClientOptions, "origin">,
): { readonly credential: Credential; close(): void } | undefined {
  if (auth?.type === "github-app") return githubAppCredential(auth, { way, clock });
  const credential =
    auth === undefined
      ? (urlCredential(url) ?? (token === null ? undefined : tokenCredential(token)))
      : fileCredential(auth);
  return credential === undefined ? undefined : { credential, close() {} };
}

/** Without user info, query and slashes at the end. */
function bareUrl(url: URL): string {
  return `${url.origin}${url.pathname}`.replace(/\/+$/, "");
}

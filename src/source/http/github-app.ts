import { type KeyObject, sign } from "node:crypto";
import { sourceFindings } from "../../findings/source.js";
import { type GitHubAppAuth, type GitxdsError, isJsonObject, type JsonValue } from "../../model/index.js";
import type { Clock } from "../../util/clock.js";
import { parsePrivateKey } from "../../util/pem.js";
import { sourceError } from "../errors.js";
import { type HttpClient, type HttpClientOptions, type HttpResponse, makeHttpClient } from "../http-client.js";
import { statusError } from "../http-errors.js";
import { readNeededFile } from "../small-file.js";
import { type Credential, credentialUnusable } from "./credential.js";

/** A token is replaced this long before it ends, so that none ends in the middle of a fetch. */
const renewBeforeMs = 5 * 60_000;

/** GitHub takes nothing that lasts beyond ten minutes from its now; the clocks may differ by a minute. */
const jwtSeconds = 600;
const skewSeconds = 60;

const maxKeyBytes = 64 * 1024;
const maxAnswerBytes = 1024 * 1024;

interface Token {
  readonly value: string;
  readonly expiresAt: number;
}

/** The credential of a GitHub App's installation: tokens that last an hour, minted when they are needed, one at a time. */
export function githubAppCredential(
  auth: GitHubAppAuth,
  { way, clock }: { readonly way: Omit<HttpClientOptions, "origin">; readonly clock: Clock },
): { readonly credential: Credential; close(): void } {
  const closed = new AbortController();
  const api = new URL(`${auth.apiUrl}/app/installations/${auth.installationId}/access_tokens`);
  const client = makeHttpClient({ ...way, origin: api.origin, credential: appCredential(auth, clock) });
  let token: Token | undefined;
  let minting: Promise<Token> | undefined;

  const fresh = () => {
    const isFresh = token !== undefined && clock.now().getTime() <= token.expiresAt - renewBeforeMs;
    return isFresh ? token : undefined;
  };
  const mint = () => {
    minting ??= requestToken(client, api, auth, closed.signal)
      .then((minted) => {
        token = minted;
        return minted;
      })
      .finally(() => {
        minting = undefined;
      });
    return minting;
  };
  const credential: Credential = {
    name: `the token of GitHub App ${auth.appId}`,
    async authorization(signal) {
      signal.throwIfAborted();
      const { value } = fresh() ?? (await untilAborted(mint(), signal));
      return `Basic ${Buffer.from(`x-access-token:${value}`).toString("base64")}`;
    },
    refused() {
      token = undefined;
    },
  };
  return {
    credential,
    close() {
      closed.abort();
      client.close();
    },
  };
}

/** What the App itself shows to the API: a JSON Web Token (RFC 7519), signed anew at each request. */
function appCredential({ appId, privateKeyFile }: GitHubAppAuth, clock: Clock): Credential {
  return {
    name: `the private key in ${privateKeyFile}`,
    async authorization() {
      const key = await readPrivateKey(privateKeyFile);
      const issuedAt = Math.floor(clock.now().getTime() / 1_000) - skewSeconds;
      return `Bearer ${signJwt({ iat: issuedAt, exp: issuedAt + jwtSeconds, iss: appId }, key)}`;
    },
    refused() {},
  };
}

function signJwt(claims: object, key: KeyObject): string {
  const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString("base64url");
  const content = `${encode({ alg: "RS256", typ: "JWT" })}.${encode(claims)}`;
  return `${content}.${sign("RSA-SHA256", Buffer.from(content), key).toString("base64url")}`;
}

async function readPrivateKey(file: string): Promise<KeyObject> {
  const fail = (why: string) =>
    credentialUnusable(file, why, "name the file of the private key that GitHub gave the App");
  const bytes = await readNeededFile(file, maxKeyBytes, fail);
  const key = parsePrivateKey(bytes.toString("utf8"), fail);
  if (key.asymmetricKeyType !== "rsa") throw fail(`holds a key of type ${key.asymmetricKeyType}, not RSA`);
  return key;
}

async function requestToken(client: HttpClient, api: URL, auth: GitHubAppAuth, signal: AbortSignal): Promise<Token> {
  const response = await client.request({
    method: "POST",
    url: api,
    headers: { accept: "application/vnd.github+json", "content-type": "application/json" },
    // No more than is needed, whatever else the App may do.
    body: Buffer.from(JSON.stringify({ permissions: { contents: "read" } })),
    maxBytes: maxAnswerBytes,
    signal,
  });
  if (response.status !== 201) throw refusal(response, auth);
  return readToken(response.body, auth);
}

function readToken(body: Buffer, auth: GitHubAppAuth): Token {
  const { token, expires_at: expiry } = parseObject(body);
  const expiresAt = typeof expiry === "string" ? Date.parse(expiry) : Number.NaN;
  if (typeof token === "string" && /^[\u0021-\u007e]{1,4096}$/.test(token) && !Number.isNaN(expiresAt)) {
    return { value: token, expiresAt };
  }
  throw sourceError(
    sourceFindings.githubAppRefused,
    `${auth.apiUrl} answers without a token and the time of its end`,
    "check apiUrl: https://api.github.com, or https://HOST/api/v3 of GitHub Enterprise Server",
  );
}

function parseObject(body: Buffer): Readonly<Record<string, JsonValue>> {
  try {
    const value: JsonValue = JSON.parse(body.toString("utf8"));
    return isJsonObject(value) ? value : {};
  } catch {
    return {};
  }
}

/** What GitHub's answers mean for an App; the others mean what they mean for any remote. */
function refusal(
  response: HttpResponse,
  { apiUrl, appId, installationId, privateKeyFile }: GitHubAppAuth,
): GitxdsError {
  const general = statusError(response, apiUrl, `the token of GitHub App ${appId}`);
  const refused = (what: string, remedy: string) =>
    sourceError(sourceFindings.githubAppRefused, `${apiUrl} answers ${response.status}: ${what}`, remedy);
  if (general.retry === "later") return general;
  switch (response.status) {
    case 401:
      return refused(
        `it does not accept the key in ${privateKeyFile} as one of GitHub App ${appId}`,
        "check appId, make a new key on the App's page if this one was deleted, and check this machine's clock",
      );
    case 403:
      return refused(
        `installation ${installationId} may not have a token`,
        "see on GitHub whether the installation was suspended, and the organization's list of allowed addresses",
      );
    case 404:
      return refused(
        `GitHub App ${appId} has no installation ${installationId}`,
        "take installationId from the URL of the installation's settings; for GitHub Enterprise Server set apiUrl",
      );
    case 422:
      return refused(
        "the installation may not read contents",
        "give the App the repository permission Contents: read-only, and accept it in the installation",
      );
    default:
      return general;
  }
}

function untilAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    signal.addEventListener("abort", abort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener("abort", abort));
  });
}

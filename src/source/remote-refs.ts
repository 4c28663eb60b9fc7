import { sourceFindings } from "../findings/source.js";
import { GitxdsError } from "../model/index.js";
import type { HttpClient, HttpResponse } from "./http-client.js";
import { statusError } from "./http-errors.js";
import { limits } from "./limits.js";
import { type Advertisement, lsRefsRequest, parseAdvertisement, parseLsRefs } from "./ls-refs.js";
import { notGit } from "./pkt-line.js";
import type { Ref } from "./refs.js";

/** Asks a remote for its refs. */
export interface RefLister {
  /** Refs whose names begin with one of the prefixes; a server without protocol 2 gives all. */
  list(prefixes: readonly string[], signal: AbortSignal): Promise<readonly Ref[]>;
  /** The remote's URL after redirects, without credentials. */
  baseUrl(): string;
}

const advertisementPath = "/info/refs?service=git-upload-pack";

/**
 * Which protocol a server speaks is asked once and remembered, so that a poll is one request: with protocol 2 the list
 * of the wanted refs, without it the list of all.
 */
export function makeRefLister(client: HttpClient, url: string, credential: string | null): RefLister {
  let base = url;
  let speaksV2: boolean | undefined;

  const discover = async (signal: AbortSignal): Promise<Advertisement> => {
    const response = await client.request({
      method: "GET",
      url: new URL(url + advertisementPath),
      headers: { "git-protocol": "version=2" },
      maxBytes: limits.refList,
      signal,
    });
    const body = answered(response, "application/x-git-upload-pack-advertisement");
    base = response.url.href.replace(/\/info\/refs(\?.*)?$/, "");
    const advertisement = parseAdvertisement(body, url);
    speaksV2 = advertisement.version === 2;
    return advertisement;
  };

  const ask = async (prefixes: readonly string[], signal: AbortSignal): Promise<readonly Ref[]> => {
    const response = await client.request({
      method: "POST",
      url: new URL(`${base}/git-upload-pack`),
      headers: {
        "git-protocol": "version=2",
        "content-type": "application/x-git-upload-pack-request",
        accept: "application/x-git-upload-pack-result",
      },
      body: lsRefsRequest(prefixes),
      maxBytes: limits.refList,
      signal,
    });
    return parseLsRefs(answered(response, "application/x-git-upload-pack-result"), url);
  };

  const answered = (response: HttpResponse, type: string): Buffer => {
    if (response.status !== 200) {
      throw statusError(response, url, credential);
    }
    const found = response.headers["content-type"] ?? "no content type";
    if (found.split(";")[0]?.trim() === type) return response.body;
    throw notGit(url, /html/.test(found) ? "it answers with a web page" : `it answers with ${found.slice(0, 80)}`);
  };

  return {
    async list(prefixes, signal) {
      if (speaksV2) {
        try {
          return await ask(prefixes, signal);
        } catch (error) {
          // The server may have been moved or replaced: what was learned of it no longer holds.
          if (!isAnotherServer(error)) throw error;
        }
      }
      const advertisement = await discover(signal);
      return advertisement.version === 2 ? ask(prefixes, signal) : advertisement.refs;
    },
    baseUrl: () => base,
  };
}

function isAnotherServer(error: unknown): boolean {
  const { notGit: other, repositoryNotFound, serverFailed } = sourceFindings;
  if (!(error instanceof GitxdsError)) return false;
  if (error.code === serverFailed.code) return error.retry === "changed";
  return error.code === other.code || error.code === repositoryNotFound.code;
}

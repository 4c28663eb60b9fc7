import fs from "node:fs";
import type { GitHttpRequest, GitHttpResponse } from "isomorphic-git";
import { sourceFindings } from "../findings/source.js";
import { type CommitSha, GitxdsError, type ObjectId } from "../model/index.js";
import { damaged, sourceError } from "./errors.js";
import type { HttpClient } from "./http-client.js";
import { statusError } from "./http-errors.js";
import { limits } from "./limits.js";
import { parseAdvertisement, remoteRefused } from "./ls-refs.js";
import { notGit, packet, packetText, readPackets } from "./pkt-line.js";
import type { OnProgress } from "./remote.js";

/** One transfer of objects into a bare repository. */
export interface FetchRequest {
  readonly client: HttpClient;
  /** How messages name what the remote is shown. */
  readonly credential: string | null;
  /** The remote's URL, without credentials. */
  readonly url: string;
  /** How messages name the remote, where not by its URL. */
  readonly shownAs?: string;
  readonly gitDir: string;
  /** What refs name: commits or annotated tags, at least one. */
  readonly wants: readonly [ObjectId, ...ObjectId[]];
  /** How many commits of each line of ancestry are sent, 1 for the commit alone; null for all that the clone lacks. */
  readonly depth: number | null;
  readonly maxBytes: number;
  readonly signal: AbortSignal;
  readonly onProgress: OnProgress;
}

/** The ref of the clone that says what it has: offered to the remote as what need not be sent. */
const fetchedRef = "refs/gitxds/fetched";

/** What isomorphic-git calls the two passes over a pack that has arrived. */
const indexPhases: ReadonlyMap<string, string> = new Map([
  ["Receiving objects", "unpack"],
  ["Resolving deltas", "index"],
]);

/** Loaded for the first fetch: who finds nothing new, or reads a repository in place, does not wait for it. */
const loadGit = () => import("isomorphic-git");

/** Makes an empty bare repository that `fetchObjects` can fill. */
export async function initClone(gitDir: string, url: string): Promise<void> {
  const git = await loadGit();
  await git.init({ fs, dir: gitDir, gitdir: gitDir, bare: true });
  await git.addRemote({ fs, gitdir: gitDir, remote: "origin", url });
}

/** Notes that everything the commit needs is there. */
export async function markFetched(gitDir: string, commit: CommitSha): Promise<void> {
  const git = await loadGit();
  await git.writeRef({ fs, gitdir: gitDir, ref: fetchedRef, value: commit, force: true });
}

/**
 * Fetches through isomorphic-git. A depth is for an empty clone: into another, the remote would send everything again.
 * Returns the bytes received.
 */
export async function fetchObjects(request: FetchRequest): Promise<number> {
  const { gitDir, url, shownAs = url, wants, depth, signal, onProgress } = request;
  let bytes = 0;
  const http = {
    request: async (wanted: GitHttpRequest) => {
      const response = await passOn(wanted, request);
      bytes += response.size;
      return response.answer;
    },
  };
  const git = await loadGit();
  const refs = { ref: fetchedRef, remoteRef: wants[0], singleBranch: true, tags: false };
  try {
    await git.fetch({
      ...{ fs, http, gitdir: gitDir, url, cache: {}, ...refs },
      ...(depth === null ? {} : { depth }),
      onProgress({ phase, loaded, total }) {
        signal.throwIfAborted();
        const ours = indexPhases.get(phase);
        if (ours !== undefined) onProgress(ours, loaded, total);
      },
    });
  } catch (error) {
    signal.throwIfAborted();
    throw isOwnError(error)
      ? damaged(`the pack that ${shownAs} sent cannot be indexed (${shortReason(error)})`)
      : error;
  }
  return bytes;
}

/** isomorphic-git's errors name themselves in `code` like node's do; they have no system call. */
function isOwnError(error: unknown): error is Error {
  return error instanceof Error && !(error instanceof GitxdsError) && !("syscall" in error);
}

/** Without the advice that isomorphic-git gives to developers. */
function shortReason(error: Error): string {
  return (error.message.split("error message: ").at(-1) ?? "").replace(/\p{Cc}/gu, " ").slice(0, 200);
}

/**
 * Sends one of isomorphic-git's requests with our client. The answer is taken whole and its frames are checked first, so
 * that what breaks on the way is told as what it is.
 */
async function passOn(
  { url, method, headers, body }: GitHttpRequest,
  { client, credential, maxBytes, signal, onProgress, wants, shownAs }: FetchRequest,
): Promise<{ readonly answer: GitHttpResponse; readonly size: number }> {
  const post = method === "POST";
  const response = await client.request({
    method: post ? "POST" : "GET",
    url: new URL(url),
    headers: headers ?? {},
    ...(body === undefined ? {} : { body: withWants(await joined(body), wants) }),
    maxBytes: post ? maxBytes : limits.refList,
    signal,
    onBytes: (received) => {
      if (post) onProgress("receive KiB", Math.ceil(received / 1024), 0);
    },
  });
  const where = shownAs ?? url.replace(/\/(info\/refs(\?.*)?|git-upload-pack)$/, "");
  if (response.status !== 200) {
    throw statusError(response, where, credential);
  }
  if (post) checkFrames(response.body, where, wants);
  else parseAdvertisement(response.body, where);
  const answer: GitHttpResponse = {
    url: response.url.href,
    method: method ?? "GET",
    headers: { ...response.headers },
    body: chunksOf(response.body),
    statusCode: response.status,
    statusMessage: "OK",
  };
  return { answer, size: post ? response.body.length : 0 };
}

/** Looks through the frames of a pack's transfer for the remote's own error, and for an end that is missing. */
function checkFrames(body: Buffer, where: string, wants: readonly ObjectId[]): void {
  let frames = 0;
  for (const line of readPackets(body, where)) {
    frames += 1;
    if (typeof line === "string") continue;
    const error = line[0] === 3 ? line.toString("utf8", 1) : errorText(packetText(line.subarray(0, 1_000)));
    if (error === undefined) continue;
    throw /not our ref|no such object|unadvertised/i.test(error)
      ? commitMissing(wants.find((want) => error.includes(want)) ?? wants.join(" or "), where, error)
      : remoteRefused(error, where);
  }
  if (frames === 0) throw notGit(where, "its answer is empty");
}

function errorText(text: string | undefined): string | undefined {
  return text?.startsWith("ERR ") ? text.slice("ERR ".length) : undefined;
}

/** The remote does not have the commit, or does not give it out by its id; it does not tell which. */
export function commitMissing(id: string, where: string, answer?: string): Error {
  const words =
    answer === undefined
      ? ""
      : ` (it answers: ${answer
          .replace(/\p{Cc}/gu, " ")
          .trim()
          .slice(0, 200)})`;
  return sourceError(
    sourceFindings.commitMissing,
    `${where} does not give out ${id}: it does not have it, or no branch and no tag leads to it${words}`,
    "push the commit to a branch or a tag, follow a branch or tag, or allow it on the server: uploadpack.allowAnySHA1InWant",
    { retry: "later" },
  );
}

/** isomorphic-git asks for one object; the others are named after it, where the request has its wants (gitprotocol-pack). */
function withWants(body: Buffer, [, ...others]: FetchRequest["wants"]): Buffer {
  const first = Number.parseInt(body.toString("latin1", 0, 4), 16);
  const lines = Buffer.from(others.map((want) => packet(`want ${want}\n`)).join(""));
  return Buffer.concat([body.subarray(0, first), lines, body.subarray(first)]);
}

async function joined(body: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks);
}

async function* chunksOf(body: Buffer): AsyncIterableIterator<Uint8Array> {
  yield body;
}

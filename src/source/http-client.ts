import { Agent as HttpAgent, request as httpRequest, type IncomingMessage, type RequestOptions } from "node:http";
import { Agent as HttpsAgent, request as httpsRequest } from "node:https";
import { sourceFindings } from "../findings/source.js";
import { redactUrls } from "../util/redact.js";
import { sourceError, tooLarge } from "./errors.js";
import { connectionError, timedOut } from "./http-errors.js";
import { limits } from "./limits.js";
import { cutOff } from "./pkt-line.js";

/** How long to wait, in milliseconds. */
export interface Timeouts {
  readonly connect: number;
  /** Between two pieces of an answer, and before the first. */
  readonly idle: number;
  /** For an answer; one that still brings `enough` bytes in each such span goes on. */
  readonly total: number;
}

export const defaultTimeouts: Timeouts = { connect: 10_000, idle: 30_000, total: 60_000 };

/** What counts as bytes that flow within one span of `Timeouts.total`. */
const enough = 64 * 1024;

export interface HttpRequest {
  readonly method: "GET" | "POST";
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
  readonly maxBytes: number;
  readonly signal: AbortSignal;
  readonly onBytes?: (received: number) => void;
}

export interface HttpResponse {
  /** Where the answer came from after redirects. */
  readonly url: URL;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

export interface HttpClient {
  /** Gives the answer whole, whatever its status. Throws a GitxdsError, or the signal's reason. */
  request(request: HttpRequest): Promise<HttpResponse>;
  close(): void;
}

/** A client that keeps its connection. The authorization goes to `origin` alone, wherever redirects lead. */
export function makeHttpClient(
  origin: string,
  authorization: string | undefined,
  timeouts: Timeouts = defaultTimeouts,
): HttpClient {
  const agents = {
    "http:": new HttpAgent({ keepAlive: true, maxSockets: 4 }),
    "https:": new HttpsAgent({ keepAlive: true, maxSockets: 4 }),
  };
  const send = async (request: HttpRequest): Promise<HttpResponse> => {
    const { protocol } = request.url;
    if (protocol !== "http:" && protocol !== "https:") throw badRedirect(request.url, `uses ${protocol}//`);
    const trusted = request.url.origin === origin && authorization !== undefined;
    const headers = { "user-agent": "git/gitxds", ...request.headers, ...(trusted ? { authorization } : {}) };
    return exchange({ ...request, headers }, agents[protocol], timeouts);
  };
  return {
    request: (request) => followRedirects(request, send),
    close() {
      agents["http:"].destroy();
      agents["https:"].destroy();
    },
  };
}

async function followRedirects(
  first: HttpRequest,
  send: (request: HttpRequest) => Promise<HttpResponse>,
): Promise<HttpResponse> {
  let request = first;
  for (let count = 0; ; count += 1) {
    const response = await send(request);
    const { location } = response.headers;
    // A POST is sent again only where the status says that it stays one.
    const repeats = first.method === "GET" ? [301, 302, 303, 307, 308] : [307, 308];
    if (location === undefined || !repeats.includes(response.status)) return response;
    if (count >= limits.redirects) throw badRedirect(first.url, `redirects more than ${limits.redirects} times`);
    if (!URL.canParse(location, request.url.href)) throw badRedirect(first.url, "redirects to what is no URL");
    const url = new URL(location, request.url);
    url.username = "";
    url.password = "";
    if (request.url.protocol === "https:" && url.protocol !== "https:") {
      throw badRedirect(first.url, `redirects from https to ${url.protocol}//${url.host}`);
    }
    request = { ...request, url };
  }
}

/** One request and its answer. A kept connection that the server closed meanwhile is replaced once. */
async function exchange(request: HttpRequest, agent: HttpAgent, timeouts: Timeouts): Promise<HttpResponse> {
  request.signal.throwIfAborted();
  try {
    return await tryOnce(request, agent, timeouts);
  } catch (error) {
    request.signal.throwIfAborted();
    if (!(error instanceof StaleConnection)) throw connectionError(error, shown(request.url));
  }
  try {
    return await tryOnce(request, agent, timeouts);
  } catch (error) {
    request.signal.throwIfAborted();
    throw connectionError(error instanceof StaleConnection ? error.cause : error, shown(request.url));
  }
}

class StaleConnection extends Error {}

function tryOnce(request: HttpRequest, agent: HttpAgent, timeouts: Timeouts): Promise<HttpResponse> {
  return new Promise((resolve, reject) => {
    const { url, method, headers, body, signal } = request;
    const options: RequestOptions = { method, headers: { ...headers }, agent, signal };
    if (body !== undefined) options.headers = { ...headers, "content-length": String(body.length) };
    const outgoing = url.protocol === "https:" ? httpsRequest(url, options) : httpRequest(url, options);
    const watch = startWatch(timeouts, shown(url), (error) => outgoing.destroy(error));
    let answered = false;
    const fail = (error: unknown) => {
      watch.stop();
      const stale = outgoing.reusedSocket && !answered && !(error instanceof Error && "remedy" in error);
      reject(stale ? new StaleConnection("the kept connection was closed", { cause: error }) : error);
    };
    outgoing.on("socket", (socket) => {
      if (!socket.connecting) watch.connected();
      else socket.once(url.protocol === "https:" ? "secureConnect" : "connect", watch.connected);
    });
    outgoing.on("error", fail);
    outgoing.on("response", (incoming) => {
      answered = true;
      collect(incoming, request, watch.received).then(
        (bytes) => {
          watch.stop();
          resolve({ url, status: incoming.statusCode ?? 0, headers: plainHeaders(incoming), body: bytes });
        },
        (error) => {
          outgoing.destroy();
          fail(error);
        },
      );
    });
    outgoing.end(body);
  });
}

async function collect(
  incoming: IncomingMessage,
  { maxBytes, url, onBytes }: HttpRequest,
  received: (bytes: number) => void,
): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of incoming) {
      chunks.push(chunk);
      length += chunk.length;
      received(chunk.length);
      onBytes?.(length);
      if (length > maxBytes) throw answerTooLarge(url, maxBytes);
    }
  } catch (error) {
    // A connection that ends inside an answer.
    if (error instanceof Error && "code" in error && error.code === "ECONNRESET") throw cutOff(shown(url));
    throw error;
  }
  if (!incoming.complete) throw cutOff(shown(url));
  return Buffer.concat(chunks, length);
}

/** Watches over one exchange, and ends it where the other side takes too long. */
export function startWatch(timeouts: Timeouts, where: string, end: (error: Error) => void) {
  const seconds = (ms: number) => `${ms / 1_000} s`;
  let spanBytes = 0;
  const connect = setTimeout(
    () => end(timedOut(where, `did not accept a connection within ${seconds(timeouts.connect)}`)),
    timeouts.connect,
  );
  const idle = setTimeout(() => end(timedOut(where, `sent nothing for ${seconds(timeouts.idle)}`)), timeouts.idle);
  const total = setInterval(() => {
    if (spanBytes < enough) end(timedOut(where, `did not finish its answer within ${seconds(timeouts.total)}`));
    spanBytes = 0;
  }, timeouts.total);
  return {
    connected() {
      clearTimeout(connect);
      idle.refresh();
    },
    received(bytes: number) {
      spanBytes += bytes;
      idle.refresh();
    },
    stop() {
      clearTimeout(connect);
      clearTimeout(idle);
      clearInterval(total);
    },
  };
}

function plainHeaders(incoming: IncomingMessage): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(incoming.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(", ") : (value ?? ""),
    ]),
  );
}

function shown(url: URL): string {
  return redactUrls(`${url.origin}${url.pathname.replace(/\/(info\/refs|git-upload-pack)$/, "")}`);
}

function answerTooLarge(url: URL, maxBytes: number): Error {
  return tooLarge(
    `the answer of ${shown(url)} exceeds ${maxBytes} bytes`,
    "follow a repository that holds configuration alone",
  );
}

function badRedirect(url: URL, what: string): Error {
  return sourceError(sourceFindings.badRedirect, `${shown(url)} ${what}`, "give the URL that it leads to, with https");
}

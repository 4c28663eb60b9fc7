import { request as httpRequest, type IncomingMessage } from "node:http";
import { request as httpsRequest, type RequestOptions } from "node:https";
import { sourceFindings } from "../findings/source.js";
import type { ProxyChoice, TlsFiles } from "../model/index.js";
import { redactUrls } from "../util/redact.js";
import { sourceError, tooLarge } from "./errors.js";
import type { Credential } from "./http/credential.js";
import { makeRoutes, type Route } from "./http/routes.js";
import { proxyStatusError } from "./http/tunnel.js";
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

/** What a client is made with. */
export interface HttpClientOptions {
  /** Scheme, host and port that alone get the credential and the client certificate, wherever redirects lead. */
  readonly origin: string;
  readonly credential?: Credential | undefined;
  readonly tls?: TlsFiles | undefined;
  readonly proxy?: ProxyChoice | undefined;
  readonly timeouts?: Timeouts | undefined;
}

/** A client that keeps its connection. */
export function makeHttpClient({ origin, credential, tls, proxy, timeouts }: HttpClientOptions): HttpClient {
  const { connect } = timeouts ?? defaultTimeouts;
  // The request that waits for a tunnel gives up first, and says what it waited for.
  const routes = makeRoutes({ origin, tls, proxy, tunnelMs: 2 * connect });
  const send = async (request: HttpRequest): Promise<HttpResponse> => {
    const { url, signal } = request;
    if (url.protocol !== "http:" && url.protocol !== "https:") throw badRedirect(url, `uses ${url.protocol}//`);
    const own = url.origin === origin ? credential : undefined;
    const authorization = await own?.authorization(signal);
    const headers = {
      "user-agent": "git/gitxds",
      ...request.headers,
      ...(authorization === undefined ? {} : { authorization }),
    };
    const response = await exchange({ ...request, headers }, await routes.to(url), timeouts ?? defaultTimeouts);
    if (response.status === 401) own?.refused();
    return response;
  };
  return { request: (request) => followRedirects(request, send), close: routes.close };
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
async function exchange(request: HttpRequest, route: Route, timeouts: Timeouts): Promise<HttpResponse> {
  request.signal.throwIfAborted();
  try {
    return await tryOnce(request, route, timeouts);
  } catch (error) {
    request.signal.throwIfAborted();
    if (!(error instanceof StaleConnection)) throw connectionError(error, shown(request.url), route);
  }
  try {
    return await tryOnce(request, route, timeouts);
  } catch (error) {
    request.signal.throwIfAborted();
    throw connectionError(error instanceof StaleConnection ? error.cause : error, shown(request.url), route);
  }
}

class StaleConnection extends Error {}

function tryOnce(request: HttpRequest, route: Route, timeouts: Timeouts): Promise<HttpResponse> {
  return new Promise((resolve, reject) => {
    const { url, method, headers, body, signal } = request;
    const size = body === undefined ? {} : { "content-length": String(body.length) };
    const options: RequestOptions = { ...route.options, method };
    options.headers = { ...headers, ...size, ...route.options.headers };
    const outgoing = route.secure ? httpsRequest(url, options) : httpRequest(url, options);
    let answered = false;
    // A request that waits for a tunnel tells nobody that it was ended.
    const end = (error: Error) => {
      outgoing.destroy(error);
      fail(error);
    };
    const watch = startWatch(timeouts, shown(url) + by(route), end);
    const aborted = () => end(signal.reason);
    signal.addEventListener("abort", aborted, { once: true });
    const settle = () => {
      watch.stop();
      signal.removeEventListener("abort", aborted);
    };
    const fail = (error: unknown) => {
      settle();
      const stale = outgoing.reusedSocket && !answered && !(error instanceof Error && "remedy" in error);
      reject(stale ? new StaleConnection("the kept connection was closed", { cause: error }) : error);
    };
    outgoing.on("socket", (socket) => {
      if (!socket.connecting) watch.connected();
      else socket.once(route.secure ? "secureConnect" : "connect", watch.connected);
    });
    outgoing.on("error", fail);
    outgoing.on("response", (incoming) => {
      answered = true;
      if (incoming.statusCode === 407 && route.proxy !== undefined) {
        end(proxyStatusError(407, route.proxy, url.host));
        return;
      }
      collect(incoming, request, watch.received).then((bytes) => {
        settle();
        resolve({ url, status: incoming.statusCode ?? 0, headers: plainHeaders(incoming), body: bytes });
      }, end);
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

/** A proxy that stalls looks like a remote that does. */
function by({ proxy }: Route): string {
  return proxy === undefined ? "" : ` by the proxy ${proxy.protocol}//${proxy.host}`;
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

import { request as httpRequest } from "node:http";
import { request as httpsRequest } from "node:https";
import { isIP, type Socket } from "node:net";
import type { SecureContext } from "node:tls";
import { sourceFindings } from "../../findings/source.js";
import type { GitxdsError } from "../../model/index.js";
import { nodeErrorCode, sourceError } from "../errors.js";
import { bareHost, portOf } from "./proxy-choice.js";

/** A way through a proxy to a host, on which TLS can start (CONNECT: RFC 9110, section 9.3.6). */
export interface TunnelRequest {
  readonly proxy: URL;
  readonly host: string;
  readonly port: number;
  /** Whose authorities a proxy behind https is judged by. */
  readonly secureContext: SecureContext | undefined;
  readonly timeoutMs: number;
  /** Ends the attempt. */
  readonly signal: AbortSignal;
}

/** Gives the connection as soon as the proxy has made it. Throws a GitxdsError that names the proxy. */
export function openTunnel({ proxy, host, port, secureContext, timeoutMs, signal }: TunnelRequest): Promise<Socket> {
  const target = `${host.includes(":") ? `[${host}]` : host}:${port}`;
  const overdue = AbortSignal.timeout(timeoutMs);
  return new Promise((resolve, reject) => {
    const request = (proxy.protocol === "https:" ? httpsRequest : httpRequest)({
      ...proxyAddress(proxy),
      ...(secureContext === undefined ? {} : { secureContext }),
      method: "CONNECT",
      path: target,
      headers: { host: target, "user-agent": "git/gitxds", ...proxyAuthorization(proxy) },
      agent: false,
      signal: AbortSignal.any([signal, overdue]),
    });
    request.once("connect", ({ statusCode: status = 0 }, socket, head) => {
      if (status < 200 || status > 299) {
        socket.destroy();
        reject(proxyStatusError(status, proxy, target));
        return;
      }
      if (head.length > 0) socket.unshift(head);
      resolve(socket);
    });
    request.once("error", (error) => reject(proxyConnectionError(overdue.aborted ? undefined : error, proxy)));
    request.end();
  });
}

/** Options of a request to the proxy itself. */
export function proxyAddress(proxy: URL) {
  const hostname = bareHost(proxy.hostname);
  const secure = proxy.protocol === "https:";
  return {
    protocol: proxy.protocol,
    hostname,
    port: portOf(proxy),
    ...(secure ? { servername: isIP(hostname) === 0 ? hostname : "", rejectUnauthorized: true } : {}),
  };
}

/** The header of the credentials in the proxy's URL. */
export function proxyAuthorization({ username, password }: URL): Readonly<Record<string, string>> {
  if (username === "" && password === "") return {};
  const pair = `${decoded(username)}:${decoded(password)}`;
  return { "proxy-authorization": `Basic ${Buffer.from(pair).toString("base64")}` };
}

/** User info may hold a bare `%` that starts no escape. */
export function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The error for a proxy that answers for itself. */
export function proxyStatusError(status: number, proxy: URL, target: string): GitxdsError {
  if (status === 407) {
    const given = proxy.username !== "" || proxy.password !== "";
    return proxyFailed(
      proxy,
      `answers 407: ${given ? "it does not accept the credentials in its URL" : "it needs credentials"}`,
      "give user and password in the proxy's URL, as in http://user:password@proxy:3128, with special characters as %XX",
      "changed",
    );
  }
  const busy = status >= 500 || status === 429;
  return proxyFailed(
    proxy,
    `answers ${status} to a connection to ${target}`,
    busy
      ? "see whether the proxy reaches that host; gitxds keeps trying"
      : "have the proxy allow connections to that host and port, or list the host in NO_PROXY",
    busy ? "later" : "changed",
  );
}

/** The error for a proxy to which there is no connection, or that breaks off. Without an error: a time-out. */
export function proxyConnectionError(error: unknown, proxy: URL): GitxdsError {
  const reason = error === undefined ? "no answer in time" : (nodeErrorCode(error) ?? String(error));
  return proxyFailed(
    proxy,
    `cannot be reached (${reason})`,
    "check the proxy's URL in HTTPS_PROXY, HTTP_PROXY or the source's proxy, and whether it runs",
    "later",
  );
}

function proxyFailed(proxy: URL, what: string, remedy: string, retry: "later" | "changed"): GitxdsError {
  return sourceError(sourceFindings.proxyFailed, `the proxy ${proxy.protocol}//${proxy.host} ${what}`, remedy, {
    retry,
  });
}

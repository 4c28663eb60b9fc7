import { sourceFindings } from "../findings/source.js";
import { GitxdsError } from "../model/index.js";
import { nodeErrorCode, sourceError } from "./errors.js";
import type { Route } from "./http/routes.js";
import { proxyConnectionError } from "./http/tunnel.js";
import type { HttpResponse } from "./http-client.js";
import { retryAfterMs } from "./retry-after.js";

/** Turns what node:http throws into what a person can act on. `where` is the redacted URL. */
export function connectionError(error: unknown, where: string, route: Route): unknown {
  if (error instanceof GitxdsError) return error;
  // Behind a tunnel there is the host itself; without one the proxy stands in its place.
  if (route.proxy !== undefined && !where.startsWith("https:")) return proxyConnectionError(error, route.proxy);
  const code = nodeErrorCode(error) ?? nestedCode(error) ?? "";
  const text = error instanceof Error ? error.message : String(error);
  const options = { retry: "later" as const, cause: error };
  const host = hostOf(where);
  if (code === "ENOTFOUND" || code === "EAI_AGAIN" || code === "EAI_FAIL") {
    return sourceError(
      sourceFindings.hostUnknown,
      `host ${host} of ${where} cannot be found (${code})`,
      "check the host name and the DNS of this machine",
      options,
    );
  }
  if (code === "ETIMEDOUT") return timedOut(where, "did not accept a connection in time");
  const alert = clientAlert(text);
  if (alert !== undefined) return clientCertificateRefused(alert, where, route);
  if (isTls(code, text)) {
    return sourceError(
      sourceFindings.tlsFailed,
      `no trusted TLS connection to ${where}: ${tlsReason(code, text)}`,
      `have the server's certificate fixed, or ${route.hasAuthorities ? "add its authority to the file in tls.caFile" : "name its authority's file in tls.caFile of the source, or in NODE_EXTRA_CA_CERTS"}`,
      options,
    );
  }
  const refused = code === "ECONNREFUSED" ? "refused" : `failed (${code || text})`;
  return sourceError(
    sourceFindings.connectionFailed,
    `the connection to ${where} ${refused === "refused" ? "was refused" : refused}`,
    `check host, port and firewall, and whether the server runs${route.hasCertificate ? " and trusts the client certificate" : ""}`,
    options,
  );
}

/** What a server says of the certificate that it was shown, or was not (alerts of RFC 8446, section 6.2). */
const clientAlerts: ReadonlyMap<number, string> = new Map([
  [40, "handshake failure"],
  [42, "bad certificate"],
  [43, "unsupported certificate"],
  [44, "certificate revoked"],
  [45, "certificate expired"],
  [46, "certificate unknown"],
  [48, "unknown authority"],
  [49, "access denied"],
  [116, "certificate required"],
]);

/** The alert in OpenSSL's words, where it is about the client's certificate. */
function clientAlert(text: string): string | undefined {
  return clientAlerts.get(Number(/SSL alert number ([0-9]+)/.exec(text)?.[1] ?? -1));
}

function clientCertificateRefused(alert: string, where: string, { hasCertificate }: Route): GitxdsError {
  return sourceError(
    sourceFindings.clientCertificateRefused,
    `${where} ${hasCertificate ? "does not accept the client certificate" : "asks for a client certificate"} (TLS alert: ${alert})`,
    hasCertificate
      ? "renew the certificate in tls.certFile, and have the server trust its authority"
      : "name a client certificate and its key: tls: {certFile, keyFile} of the source",
  );
}

export function timedOut(where: string, what: string): GitxdsError {
  return sourceError(
    sourceFindings.timedOut,
    `${where} ${what}`,
    "check the network between gitxds and the remote, and the remote's load",
    { retry: "later" },
  );
}

/** The error for an answer whose status is not 200. `credential` is the name of what was shown, if any. */
export function statusError(
  { status, headers }: Pick<HttpResponse, "status" | "headers">,
  where: string,
  credential: string | null,
): GitxdsError {
  const waitMs = retryAfterMs(headers, new Date());
  switch (status) {
    case 401:
      return sourceError(
        sourceFindings.unauthorized,
        `${where} answers 401: ${credential === null ? "it needs a credential" : `it does not accept ${credential}`}`,
        credential === null
          ? "set a token that may read the repository: auth.tokenFile of the source, or the variable GITXDS_TOKEN"
          : `renew ${credential}`,
      );
    case 404:
    case 410:
      return sourceError(
        sourceFindings.repositoryNotFound,
        `${where} answers ${status}: the repository is missing, or ${credential === null ? "needs a credential" : `does not show itself to ${credential}`}`,
        credential === null
          ? "check the URL; for a private repository set auth.tokenFile of the source, or the variable GITXDS_TOKEN"
          : `check the URL, and that ${credential} may read this repository`,
      );
    case 429:
      return rateLimited(status, waitMs, where);
    case 403:
      if (waitMs !== null) return rateLimited(status, waitMs, where);
      return sourceError(
        sourceFindings.forbidden,
        `${where} answers 403: ${credential === null ? "access is forbidden without a credential" : `${credential} may not read it`}`,
        "give the token read access to this repository's contents, or check the server's address rules",
      );
    default:
      return sourceError(
        sourceFindings.serverFailed,
        `${where} answers ${status}${status >= 500 ? askedToWait(waitMs) : ""}`,
        status >= 500
          ? "see the server's log or status page; gitxds keeps trying"
          : "check that the URL is a Git remote",
        status >= 500 ? { retry: "later", retryAfterMs: waitMs } : { retry: "changed" },
      );
  }
}

function rateLimited(status: number, waitMs: number | null, where: string): GitxdsError {
  return sourceError(
    sourceFindings.rateLimited,
    `${where} answers ${status}: it is asked too often${askedToWait(waitMs)}`,
    "raise --interval, and set a token: limits are higher with one",
    { retry: "later", retryAfterMs: waitMs },
  );
}

function askedToWait(waitMs: number | null): string {
  return waitMs === null ? "" : `; it asks to wait ${Math.ceil(waitMs / 1_000)} s`;
}

function isTls(code: string, text: string): boolean {
  if (code === "ECONNRESET") return false;
  return /CERT|SSL|TLS|SELF_SIGNED|UNABLE_TO_|EPROTO/.test(code) || /\b(ssl|tls)\b/i.test(text);
}

function tlsReason(code: string, text: string): string {
  if (/SELF_SIGNED/.test(code)) return "the certificate is self-signed";
  if (/EXPIRED/.test(code)) return "the certificate has expired";
  if (/ALTNAME/.test(code)) return "the certificate is for another host";
  if (/UNABLE_TO_/.test(code)) return "the certificate's authority is not known";
  if (/WRONG_VERSION|packet length/i.test(`${code} ${text}`)) return "the server does not speak TLS on this port";
  return code || text;
}

/** Several addresses were tried: the first failure speaks for all. */
function nestedCode(error: unknown): string | undefined {
  return error instanceof AggregateError ? nodeErrorCode(error.errors[0]) : undefined;
}

function hostOf(where: string): string {
  return URL.canParse(where) ? new URL(where).hostname : where;
}

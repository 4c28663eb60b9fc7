import { sourceFindings } from "../findings/source.js";
import { GitxdsError } from "../model/index.js";
import { nodeErrorCode, sourceError } from "./errors.js";
import type { HttpResponse } from "./http-client.js";
import { retryAfterMs } from "./retry-after.js";

/** Turns what node:http throws into what a person can act on. `where` is the redacted URL. */
export function connectionError(error: unknown, where: string): unknown {
  if (error instanceof GitxdsError) return error;
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
  if (isTls(code, text)) {
    return sourceError(
      sourceFindings.tlsFailed,
      `no trusted TLS connection to ${where}: ${tlsReason(code, text)}`,
      "have the server's certificate fixed, or name its authority in the environment variable NODE_EXTRA_CA_CERTS",
      options,
    );
  }
  const refused = code === "ECONNREFUSED" ? "refused" : `failed (${code || text})`;
  return sourceError(
    sourceFindings.connectionFailed,
    `the connection to ${where} ${refused === "refused" ? "was refused" : refused}`,
    "check host, port and firewall, and whether the server runs",
    options,
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

/** The error for an answer whose status is not 200. */
export function statusError(
  { status, headers }: Pick<HttpResponse, "status" | "headers">,
  where: string,
  hadCredential: boolean,
): GitxdsError {
  const waitMs = retryAfterMs(headers, new Date());
  switch (status) {
    case 401:
      return sourceError(
        sourceFindings.unauthorized,
        `${where} answers 401: ${hadCredential ? "the credential is not accepted" : "it needs a credential"}`,
        hadCredential
          ? "renew the token (GITXDS_TOKEN, or the URL's user info)"
          : "set a token that may read the repository: environment variable GITXDS_TOKEN, or user info in the URL",
      );
    case 404:
    case 410:
      return sourceError(
        sourceFindings.repositoryNotFound,
        `${where} answers ${status}: the repository is missing, or needs a token${hadCredential ? " other than this one" : ""}`,
        "check the URL; for a private repository set a token that may read it (GITXDS_TOKEN)",
      );
    case 429:
      return rateLimited(status, waitMs, where);
    case 403:
      if (waitMs !== null) return rateLimited(status, waitMs, where);
      return sourceError(
        sourceFindings.forbidden,
        `${where} answers 403: ${hadCredential ? "the credential may not read it" : "access is forbidden without a credential"}`,
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

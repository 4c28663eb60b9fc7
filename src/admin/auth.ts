import { createHash, timingSafeEqual } from "node:crypto";

/** Why a request may not change anything; undefined where it may. */
export interface Refusal {
  readonly status: 401 | 403;
  readonly message: string;
  readonly remedy: string;
}

/**
 * Judges the Authorization header (RFC 6750) against the configured token. Hashes are compared, so that the time taken
 * tells neither content nor length.
 */
export function refuse(authorization: string | undefined, token: string | null): Refusal | undefined {
  if (token === null) {
    return {
      status: 403,
      message: "requests that change something are off: no admin token is configured",
      remedy: "write a token to a file and start gitxds with --admin-token-file FILE, or adminTokenFile in gitxds.yaml",
    };
  }
  const given = /^Bearer +(?<token>\S+) *$/i.exec(authorization ?? "")?.groups?.token;
  if (given !== undefined && timingSafeEqual(digest(given), digest(token))) return undefined;
  return {
    status: 401,
    message:
      authorization === undefined ? "the request carries no token" : "the request's token is not the admin token",
    remedy: "send the header Authorization: Bearer TOKEN, with the content of the admin token file",
  };
}

function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}

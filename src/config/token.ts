import { readFileSync, statSync } from "node:fs";
import { UsageError } from "../model/index.js";

const maxBytes = 4096;

/** Visible ASCII without spaces: what an HTTP header carries unchanged. */
const tokenForm = /^[\u0021-\u007e]+$/;

/** The token for http(s) remotes from GITXDS_TOKEN, without white space around it; null where it is unset or empty. */
export function readToken(env: Readonly<Record<string, string | undefined>>): string | null {
  const token = env.GITXDS_TOKEN?.trim() ?? "";
  if (token === "") return null;
  if (token.length <= maxBytes && tokenForm.test(token)) return token;
  throw new UsageError(
    "GITXDS_TOKEN: holds a character that no token has, such as a space or a line feed inside, or is too long",
    "set the variable to the token alone",
  );
}

/**
 * Reads the admin token from its file, without white space around it; null where none is configured. A file that is
 * missing or empty is an error, so that a mistake does not look like a choice.
 */
export function readAdminToken(file: string | null): string | null {
  if (file === null) return null;
  const fail = (what: string) =>
    new UsageError(`--admin-token-file: ${file} ${what}`, "write the token, and nothing else, into the file");
  const token = readSmall(file, fail).trim();
  if (token === "") throw fail("is empty");
  if (!tokenForm.test(token)) throw fail("holds a character that an HTTP header cannot carry");
  return token;
}

/**
 * Reads a webhook secret from its file, without white space around it; as strict as for the admin token, since an empty
 * secret is one that everybody knows.
 */
export function readWebhookSecret(file: string): string {
  const fail = (what: string) =>
    new UsageError(`webhook secret: ${file} ${what}`, "write the secret, and nothing else, into the file");
  const secret = readSmall(file, fail).trim();
  if (secret === "") throw fail("is empty");
  if (/[\r\n\0]/.test(secret)) throw fail("holds more than one line");
  return secret;
}

function readSmall(file: string, fail: (what: string) => UsageError): string {
  try {
    if (statSync(file).size > maxBytes) throw fail(`is larger than ${maxBytes} bytes`);
    return readFileSync(file, "utf8");
  } catch (error) {
    if (error instanceof UsageError) throw error;
    const code = (error as { readonly code?: unknown }).code;
    throw fail(code === "ENOENT" ? "does not exist" : `cannot be read: ${String(code ?? error)}`);
  }
}

import { sourceFindings } from "../../findings/source.js";
import type { HttpAuth } from "../../model/index.js";
import { sourceError } from "../errors.js";
import { readNeededFile } from "../small-file.js";
import { decoded } from "./tunnel.js";

/** What a remote is shown to know who asks. */
export interface Credential {
  /** How messages name it, as in `the token in /etc/gitxds/token`. */
  readonly name: string;
  /** The value of the header Authorization; read or minted anew where it has to be. */
  authorization(signal: AbortSignal): Promise<string>;
  /** Told that the remote did not accept it. */
  refused(): void;
}

/** Tokens are shorter than 1 KiB, those with claims inside included. */
const maxBytes = 16 * 1024;

/** The user name beside a token: hosts look at the token alone. */
const tokenUser = "x-access-token";

/** A credential in files, which are read at each request, so that a rotated one is used at the next. */
export function fileCredential(auth: Exclude<HttpAuth, { readonly type: "github-app" }>): Credential {
  const basicAuth = auth.type === "basic";
  const file = basicAuth ? auth.passwordFile : auth.tokenFile;
  const what = basicAuth ? "the password" : "the token";
  const user = basicAuth ? auth.username : tokenUser;
  return {
    name: `${what} in ${file}`,
    authorization: async () => basic(user, await readSecret(file, what, basicAuth ? passwordForm : tokenForm)),
    refused() {},
  };
}

/** The credential in a URL's user info. */
export function urlCredential({ username, password }: URL): Credential | undefined {
  if (username === "" && password === "") return undefined;
  return fixed("the URL's user info", decoded(username), decoded(password));
}

/** The token that serves all sources that have no credential of their own. */
export function tokenCredential(token: string): Credential {
  return fixed("the token in GITXDS_TOKEN", tokenUser, token);
}

function fixed(name: string, user: string, secret: string): Credential {
  return { name, authorization: async () => basic(user, secret), refused() {} };
}

/** RFC 7617. */
function basic(user: string, password: string): string {
  return `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}`;
}

/** Visible ASCII without spaces. */
const tokenForm = /^[\u0021-\u007e]+$/;

// biome-ignore lint/suspicious/noControlCharactersInRegex: a password may have spaces, but no control characters.
const passwordForm = /^[^\u0000-\u001f\u007f]+$/;

/** The content of a file without the line feed that editors end it with. */
async function readSecret(file: string, what: string, form: RegExp): Promise<string> {
  const bytes = await readNeededFile(file, maxBytes, (why) => credentialUnusable(file, why));
  const secret = bytes.toString("utf8").replace(/\r?\n$/, "");
  if (secret.trim() === "") throw credentialUnusable(file, "is empty");
  if (!form.test(secret)) throw credentialUnusable(file, `holds more than ${what}: white space or control characters`);
  return secret;
}

/** The error for a file of a credential. */
export function credentialUnusable(
  file: string,
  what: string,
  remedy = "write the secret, and nothing else, into the file, and let gitxds's user read it",
): Error {
  return sourceError(sourceFindings.credentialUnusable, `${file} ${what}`, remedy);
}

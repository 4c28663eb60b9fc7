import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { badSetting, type Origin, type Setting, shown } from "./setting.js";

/**
 * Reads where a repository is: an https://, http:// or file:/// URL, or a local path, which comes back absolute. Whether
 * there is a repository is for the source to find out: it may appear later. A text that may hold a password is never in
 * a message.
 */
export function parseRepository({ value, origin }: Setting<string>): string {
  const text = value.trim();
  // biome-ignore lint/suspicious/noControlCharactersInRegex: no path or URL has them, and a NUL makes node:fs throw.
  if (text === "" || /[\u0000-\u001f\u007f]/.test(text)) {
    throw badSetting(origin, "names no repository", "give an https:// URL or the path of a local repository");
  }
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(text)?.[1]?.toLowerCase();
  if (scheme === "https" || scheme === "http") return checkHttp(text, scheme, origin);
  if (scheme === "file") return checkFile(text, origin);
  if (scheme !== undefined) throw badScheme(text, scheme, origin);
  if (isScpLike(text)) throw noSsh(text.replace(":", "/").replace(/\/+/g, "/"), origin);
  return resolve(origin.base, text);
}

/** Git's rule: a colon before the first slash is `host:path` over SSH. */
function isScpLike(text: string): boolean {
  return /^[^/]+:/.test(text);
}

function checkHttp(text: string, scheme: string, origin: Origin): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url !== undefined && url.pathname.length > 1) return text;
  const what = url === undefined ? `the ${scheme}:// URL cannot be read` : `the ${scheme}:// URL names no repository`;
  const remedy = `write it as in ${scheme}://host/team/mesh.git, and give a token by the variable GITXDS_TOKEN`;
  throw badSetting(origin, what, remedy);
}

function checkFile(text: string, origin: Origin): string {
  try {
    fileURLToPath(text);
    return text;
  } catch {
    throw badSetting(
      origin,
      `${shown(text)} is no URL of a local folder`,
      "write file:// and an absolute path, as in file:///srv/mesh.git",
    );
  }
}

function badScheme(text: string, scheme: string, origin: Origin): Error {
  if (scheme === "ssh" || scheme === "git+ssh" || scheme === "ssh+git") {
    return noSsh(text.slice(text.indexOf("://") + 3).replace(/^([^/]*):[0-9]+(?=\/)/, "$1"), origin);
  }
  return badSetting(
    origin,
    `${scheme}:// is no way to a repository that gitxds knows`,
    "use https://, http://, file:/// or a local path",
  );
}

/** The one place that says what SSH lacks. `rest` is `user@host/path`; the user is dropped. */
function noSsh(rest: string, origin: Origin): Error {
  const https = `https://${rest.slice(rest.lastIndexOf("@") + 1)}`;
  return badSetting(
    origin,
    "repositories over SSH are not supported yet",
    `use ${https} with a token in the variable GITXDS_TOKEN`,
  );
}

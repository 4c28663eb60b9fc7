import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { isSshAddress, parseSshAddress } from "../util/ssh-address.js";
import { badSetting, type Origin, type Setting, shown } from "./setting.js";

/**
 * Reads where a repository is: an https://, http://, ssh:// or file:/// URL, `host:path`, or a local path, which comes back
 * absolute. Whether there is a repository is for the source to find out: it may appear later. A text that may hold a
 * password is never in a message.
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
  if (isSshAddress(text)) return checkSsh(text, origin);
  if (scheme !== undefined) throw badScheme(scheme, origin);
  return resolve(origin.base, text);
}

function checkSsh(text: string, origin: Origin): string {
  const address = parseSshAddress(text);
  if ("problem" in address) throw badSetting(origin, address.problem, address.remedy);
  return text;
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

function badScheme(scheme: string, origin: Origin): Error {
  return badSetting(
    origin,
    `${scheme}:// is no way to a repository that gitxds knows`,
    "use https://, http://, ssh://, file:/// or a local path",
  );
}

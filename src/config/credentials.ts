import type { HttpAuth, JsonObject } from "../model/index.js";
import { readHttpAuth } from "./http-auth.js";
import { badSetting, element, member, type Setting } from "./setting.js";

/** How to log in wherever a URL begins with the prefix. */
export interface PrefixCredential {
  readonly prefix: URL;
  readonly auth: HttpAuth;
}

/** Reads `credentials`. Throws for a prefix that is none, that stands there twice, or that says nothing of how to log in. */
export function readCredentials(setting: Setting<readonly JsonObject[]> | undefined): readonly PrefixCredential[] {
  if (setting === undefined) return [];
  const seen = new Set<string>();
  return setting.value.map((_, index) => {
    const entry = element(setting, index);
    const text = member<string>(entry, "prefix");
    const mapping = member<JsonObject>(entry, "auth");
    if (text === undefined || mapping === undefined) {
      throw badSetting(entry.origin, "has no prefix or no auth", "give both: {prefix: https://HOST/TEAM, auth: {…}}");
    }
    const prefix = parsePrefix(text);
    if (seen.has(prefix.href))
      throw badSetting(text.origin, "is the prefix of an earlier entry, too", "keep one of them");
    seen.add(prefix.href);
    const auth = readHttpAuth(mapping, prefix);
    if (auth !== undefined) return { prefix, auth };
    throw badSetting(
      mapping.origin,
      "names no way to log in",
      "give tokenFile, or username and passwordFile, or githubApp",
    );
  });
}

function parsePrefix({ value, origin }: Setting<string>): URL {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  const isHttp = url?.protocol === "https:" || url?.protocol === "http:";
  if (url !== undefined && isHttp && `${url.username}${url.password}${url.search}${url.hash}` === "") return url;
  throw badSetting(origin, "is no https:// URL without user info", "write it as in https://github.com/you");
}

/**
 * The credential with the longest prefix of a URL. Scheme, host and port are compared as a whole and the path by folders, so
 * that https://host/team is no prefix of https://host.evil/ or of https://host/teamwork.
 */
export function chooseCredential(url: URL, credentials: readonly PrefixCredential[]): HttpAuth | undefined {
  const fitting = credentials.filter(({ prefix }) => prefix.origin === url.origin && isWithin(url, prefix));
  return fitting.reduce<PrefixCredential | undefined>(
    (best, next) => (best === undefined || folder(next.prefix).length > folder(best.prefix).length ? next : best),
    undefined,
  )?.auth;
}

function isWithin(url: URL, prefix: URL): boolean {
  return `${folder(url)}/`.startsWith(`${folder(prefix)}/`);
}

function folder({ pathname }: URL): string {
  return pathname.replace(/\/+$/, "");
}

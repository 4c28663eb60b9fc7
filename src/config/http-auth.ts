import type { GitHubAppAuth, HttpAuth, JsonObject } from "../model/index.js";
import { isLoopback } from "./loopback.js";
import { parsePath } from "./path.js";
import { badSetting, member, type Setting, shown } from "./setting.js";

/** The ways to log in over http(s), each by the keys that it takes. */
const ways = "tokenFile, or username and passwordFile, or githubApp";

/**
 * Reads how to log in at `url`, an http(s) URL without user info; undefined where the mapping names no such way. Throws
 * where it names several, or half a way.
 */
export function readHttpAuth(auth: Setting<JsonObject>, url: URL): HttpAuth | undefined {
  const tokenFile = member<string>(auth, "tokenFile");
  const username = member<string>(auth, "username");
  const passwordFile = member<string>(auth, "passwordFile");
  const githubApp = member<JsonObject>(auth, "githubApp");
  const given = [tokenFile, username ?? passwordFile, githubApp].filter((way) => way !== undefined);
  const [, second] = given;
  if (second !== undefined) throw badSetting(second.origin, "is one way too many to log in", `keep one: ${ways}`);
  if (tokenFile !== undefined) return { type: "token", tokenFile: parsePath(tokenFile) };
  if (githubApp !== undefined) return readGitHubApp(githubApp, url);
  if (username === undefined && passwordFile === undefined) return undefined;
  if (username === undefined || passwordFile === undefined) {
    throw badSetting(auth.origin, "username and passwordFile go together", `give both, or another way: ${ways}`);
  }
  return { type: "basic", username: parseUser(username), passwordFile: parsePath(passwordFile) };
}

/** RFC 7617: a colon would end the name. */
function parseUser({ value, origin }: Setting<string>): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: RFC 7617 refuses control characters.
  if (value !== "" && value.length <= 256 && !/[:\u0000-\u001f\u007f]/.test(value)) return value;
  throw badSetting(origin, "is no user name", "give the name alone, without a colon");
}

function readGitHubApp(app: Setting<JsonObject>, url: URL): GitHubAppAuth {
  const id = (key: string, form: RegExp, remedy: string) => {
    const setting = member<string | number>(app, key);
    const text = String(setting?.value ?? "");
    if (form.test(text)) return text;
    throw badSetting(setting?.origin ?? app.origin, `${shown(setting?.value ?? null)} is no ${key}`, remedy);
  };
  const key = member<string>(app, "privateKeyFile");
  if (key === undefined)
    throw badSetting(app.origin, "has no privateKeyFile", "name the file of the App's private key");
  return {
    type: "github-app",
    appId: id("appId", /^[A-Za-z0-9._-]{1,64}$/, "take the App ID or Client ID from the App's page"),
    installationId: id("installationId", /^[0-9]{1,20}$/, "take the number at the end of the installation's URL"),
    privateKeyFile: parsePath(key),
    apiUrl: apiUrl(member<string>(app, "apiUrl"), app, url),
  };
}

function apiUrl(setting: Setting<string> | undefined, app: Setting<JsonObject>, { hostname }: URL): string {
  const remedy = "write it as in https://HOST/api/v3, as GitHub Enterprise Server has it";
  if (setting === undefined) {
    if (hostname === "github.com") return "https://api.github.com";
    throw badSetting(app.origin, `has no apiUrl, and ${hostname} is not github.com`, remedy);
  }
  const { value, origin } = setting;
  const url = URL.canParse(value) ? new URL(value) : undefined;
  const trusted = url?.protocol === "https:" || (url?.protocol === "http:" && isLoopback(url.hostname));
  if (url === undefined || !trusted || `${url.username}${url.password}${url.search}${url.hash}` !== "") {
    throw badSetting(origin, "is no https:// URL without user info", remedy);
  }
  return `${url.origin}${url.pathname}`.replace(/\/+$/, "");
}

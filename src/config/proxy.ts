import type { ProxyChoice } from "../model/index.js";
import { badSetting, type Setting } from "./setting.js";

type Env = Readonly<Record<string, string | undefined>>;

/** A list of hosts is written by hand. */
const maxExceptions = 1_000;

/** Where a proxy elsewhere could reach nothing of this machine's. */
const loopback = ["localhost", "127.0.0.0/8", "::1"];

/**
 * The proxies of a source: its own for all that is asked on its behalf, or `none`; else HTTPS_PROXY, HTTP_PROXY and NO_PROXY,
 * in small letters first, as curl and git do.
 */
export function readProxy(setting: Setting<string> | undefined, env: Env, cwd: string): ProxyChoice | undefined {
  if (setting !== undefined) {
    if (setting.value === "none") return undefined;
    const url = parseProxy(setting);
    return { http: url, https: url, except: [] };
  }
  const ofEnv = (name: string) => {
    const where = env[name.toLowerCase()] ? name.toLowerCase() : name;
    const value = env[where];
    return value ? parseProxy({ value, origin: { where, base: cwd } }) : null;
  };
  const choice = { http: ofEnv("HTTP_PROXY"), https: ofEnv("HTTPS_PROXY") };
  if (choice.http === null && choice.https === null) return undefined;
  const list = (env.no_proxy || env.NO_PROXY || "").split(/[\s,]+/).filter((entry) => entry !== "");
  return { ...choice, except: [...loopback, ...list.slice(0, maxExceptions)] };
}

/** A proxy's URL, whose scheme may be left out. It may hold a password, so it is in no message. */
function parseProxy({ value, origin }: Setting<string>): string {
  const text = value.trim();
  const full = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`;
  const url = URL.canParse(full) ? new URL(full) : undefined;
  if (url === undefined || url.hostname === "" || (url.pathname !== "/" && url.pathname !== "") || url.search !== "") {
    throw badSetting(origin, "is no URL of a proxy", "write it as in http://proxy.example:3128");
  }
  if (url.protocol === "http:" || url.protocol === "https:") return url.href;
  throw badSetting(origin, `${url.protocol}// is no kind of proxy that is used`, "give an http:// or https:// proxy");
}

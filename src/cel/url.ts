import { isIPv6 } from "node:net";

/** The parts of a URL that rules ask for. */
export interface Url {
  /** In lower case; empty where the text is an absolute path. */
  readonly scheme: string;
}

const scheme = /^([A-Za-z][A-Za-z0-9+.-]*):/;
const userinfo = /^[A-Za-z0-9\-._~!$&'()*+,;=:%@]*$/;
const optionalPort = /^(?::[0-9]*)?$/;
/** A host is of some ASCII characters and all others; of ASCII only a percent sign may be escaped. */
const host = /^(?:[\w\-.~!$&'()*+,;=:[\]<>"]|[^\0-\x7f]|%25|%[89A-Fa-f][0-9A-Fa-f])*$/;
/** In a zone, whatever a host may hold may be escaped, and a space. */
const zone = /^(?:[\w\-.~!$&'()*+,;=:[\]<>"]|[^\0-\x7f]|%25)*$/;
const zoneEscape = /%(2[0-24-9A-E]|3[0-9A-E]|4[1-9A-F]|5[0-9ABDF]|6[1-9A-F]|7[0-9AE])/gi;
const badEscape = /%(?![0-9A-Fa-f]{2})/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const control = /[\0-\x1f\x7f]/;

/**
 * Reads a text as Go's url.ParseRequestURI does: an absolute URL, or a path that begins with a slash. That is what the
 * function isURL of Kubernetes asks; `url` asks for a good fragment in addition. Undefined where it is neither.
 */
export function parseRequestUrl(text: string): Url | undefined {
  if (text === "*") return { scheme: "" };
  if (text === "" || control.test(text) || text.startsWith(":")) return undefined;
  const name = scheme.exec(text)?.[1] ?? "";
  const rest = beforeFirst(name === "" ? text : text.slice(name.length + 1), "?");
  const url = { scheme: name.toLowerCase() };
  if (!rest.startsWith("/")) return name === "" ? undefined : url;
  if (name === "" || !rest.startsWith("//")) return badEscape.test(rest) ? undefined : url;
  const authority = beforeFirst(rest.slice(2), "/");
  const path = rest.slice(2 + authority.length);
  return isAuthority(authority, url.scheme) && !badEscape.test(path) ? url : undefined;
}

/** Reads a text as the function `url` of Kubernetes does. */
export function parseUrl(text: string): Url | undefined {
  const url = parseRequestUrl(text);
  const mark = text.indexOf("#");
  if (url === undefined) return undefined;
  if (mark >= 0 && badEscape.test(text.slice(mark + 1))) return undefined;
  return isReference(mark < 0 ? text : text.slice(0, mark), url.scheme) ? url : undefined;
}

/** Whether a request URL, its fragment cut off, is also a good reference: there, `//` alone begins an authority. */
function isReference(text: string, schemeName: string): boolean {
  if (schemeName !== "" || text === "*") return schemeName === "" || parseRequestUrl(text) !== undefined;
  const rest = beforeFirst(text, "?");
  return !rest.startsWith("//") || rest.startsWith("///") || isAuthority(beforeFirst(rest.slice(2), "/"), "");
}

function isAuthority(authority: string, schemeName: string): boolean {
  const at = authority.lastIndexOf("@");
  const user = at < 0 ? "" : authority.slice(0, at);
  if (!userinfo.test(user) || badEscape.test(user)) return false;
  return isHost(authority.slice(at + 1), schemeName);
}

function isHost(text: string, schemeName: string): boolean {
  const open = text.lastIndexOf("[");
  if (open > 0) return false;
  if (open === 0) return isBracketed(text);
  const first = text.indexOf(":");
  // Database URLs list hosts with ports; of web URLs the first colon begins the port.
  const colon = schemeName === "http" || schemeName === "https" ? first : text.lastIndexOf(":");
  return host.test(text) && (first < 0 || optionalPort.test(text.slice(colon)));
}

/** An IPv6 address in brackets, with a zone after an escaped percent sign, and a port. */
function isBracketed(text: string): boolean {
  const close = text.lastIndexOf("]");
  if (close < 0 || !optionalPort.test(text.slice(close + 1))) return false;
  const address = text.slice(1, close);
  const percent = address.indexOf("%25");
  if (percent < 0) return !address.includes("%") && isIPv6(address);
  const name = address.slice(percent + 3);
  return name !== "" && zone.test(name.replace(zoneEscape, "-")) && isIPv6(address.slice(0, percent));
}

function beforeFirst(text: string, separator: string): string {
  const index = text.indexOf(separator);
  return index < 0 ? text : text.slice(0, index);
}

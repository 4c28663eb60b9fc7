import { BlockList, isIP, isIPv6 } from "node:net";
import type { ProxyChoice } from "../../model/index.js";

/** The proxy for a URL; undefined where the request goes straight to its host. */
export function proxyFor(url: URL, choice: ProxyChoice | undefined): URL | undefined {
  const proxy = url.protocol === "https:" ? choice?.https : choice?.http;
  if (choice === undefined || proxy === null || proxy === undefined) return undefined;
  return choice.except.some((entry) => isExcepted(url, entry)) ? undefined : new URL(proxy);
}

/**
 * Whether an entry of NO_PROXY names the URL's host: `*`, a domain, which stands for its subdomains too (a leading `.` or
 * `*.` changes nothing), an address, or a range as in 10.0.0.0/8; each but `*` and ranges may name a port. Host names are
 * not resolved, so addresses and ranges are for URLs that hold an address.
 */
function isExcepted(url: URL, entry: string): boolean {
  if (entry === "*") return true;
  const host = bareHost(url.hostname);
  const range = /^([0-9a-f.:]+)\/([0-9]{1,3})$/i.exec(entry);
  if (range !== null) return isWithin(host, range[1] ?? "", Number(range[2]));
  const { name, port } = splitPort(entry);
  if (port !== undefined && port !== portOf(url)) return false;
  if (isIP(name) !== 0) return isWithin(host, name, isIPv6(name) ? 128 : 32);
  const domain = name
    .toLowerCase()
    .replace(/^\*?\./, "")
    .replace(/\.$/, "");
  const found = host.replace(/\.$/, "");
  return domain !== "" && (found === domain || (isIP(found) === 0 && found.endsWith(`.${domain}`)));
}

/** IPv6 addresses with a port stand in brackets. */
function splitPort(entry: string): { readonly name: string; readonly port: number | undefined } {
  const [, bracketed, plain, port] = /^(?:\[([^\]]*)\]|([^:]*))(?::([0-9]{1,5}))?$/.exec(entry) ?? [];
  const name = bracketed ?? plain;
  return name === undefined
    ? { name: entry, port: undefined }
    : { name, port: port === undefined ? undefined : Number(port) };
}

function isWithin(host: string, network: string, prefix: number): boolean {
  const family = isIPv6(network) ? "ipv6" : "ipv4";
  if (isIP(host) === 0 || isIP(network) === 0 || prefix > (family === "ipv6" ? 128 : 32)) return false;
  const list = new BlockList();
  list.addSubnet(network, prefix, family);
  return list.check(host, isIPv6(host) ? "ipv6" : "ipv4");
}

/** The port that a URL leads to. */
export function portOf({ port, protocol }: URL): number {
  if (port !== "") return Number(port);
  return protocol === "https:" ? 443 : 80;
}

/** A host without the brackets of IPv6. */
export function bareHost(hostname: string): string {
  return hostname.replace(/^\[|\]$/g, "");
}

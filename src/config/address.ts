import { isIPv6 } from "node:net";
import type { Address } from "../model/index.js";
import { badSetting, type Setting, shown } from "./setting.js";

const hostName = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?(\.[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?)*$/i;

/**
 * Reads an address to listen on: `host:port`, `[::1]:port`, `:port` (every IPv4 address, as elsewhere in the field) or a
 * port alone (this machine only). Port 0 lets the kernel choose.
 */
export function parseAddress({ value, origin }: Setting<string | number>): Address {
  const text = String(value).trim();
  const match = /^(?:(?<bracketed>\[[^\]]*\]):|(?<host>[^:[\]]*):)?(?<port>[0-9]{1,5})$/.exec(text);
  const groups = match?.groups;
  if (groups === undefined) throw badSetting(origin, `${shown(value)} is not an address`, addressRemedy(text));
  const port = Number(groups.port);
  if (port > 65_535)
    throw badSetting(origin, `there is no port ${port}`, "choose a port from 1 to 65535, or 0 for any");
  const host = hostOf(groups.bracketed, groups.host);
  if (groups.bracketed === undefined ? !hostName.test(host) : !isIPv6(host)) {
    throw badSetting(origin, `${shown(host)} is no host name or IP address`, addressRemedy(text));
  }
  return { host, port };
}

function hostOf(bracketed: string | undefined, host: string | undefined): string {
  if (bracketed !== undefined) return bracketed.slice(1, -1);
  if (host === undefined) return "127.0.0.1";
  return host === "" ? "0.0.0.0" : host;
}

function addressRemedy(text: string): string {
  const bare = /^(?<host>[0-9a-f:.]+):(?<port>[0-9]{1,5})$/i.exec(text)?.groups;
  if (bare?.host !== undefined && isIPv6(bare.host))
    return `put the IPv6 address in brackets: [${bare.host}]:${bare.port}`;
  if (isIPv6(text)) return `put the IPv6 address in brackets and add a port: [${text}]:18000`;
  return "write host:port, as in 127.0.0.1:18000, [::1]:18000, :18000 or 18000";
}

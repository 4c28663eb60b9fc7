import { sharedFindings } from "../../../findings/rules/shared.js";
import type { JsonPath } from "../../../model/index.js";
import type { Problem } from "../../problem.js";
import { showPath, showText } from "../../show.js";
import { problem } from "../rule.js";

/** An IP address as far as the rules need it. */
export interface IpAddress {
  readonly version: 4 | 6;
  /** Whether a zone follows, as in fe80::1%eth0. */
  readonly zoned: boolean;
}

const octet = "(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
const ipv4 = new RegExp(`^${octet}(?:\\.${octet}){3}$`);
const group = /^[0-9a-fA-F]{1,4}$/;

/** Reads an address as Go's netip does (RFC 4291, RFC 4007 zones); undefined where it is none. */
export function parseIpAddress(text: string): IpAddress | undefined {
  if (ipv4.test(text)) return { version: 4, zoned: false };
  const percent = text.indexOf("%");
  const address = percent < 0 ? text : text.slice(0, percent);
  const emptyZone = percent === text.length - 1;
  if (!address.includes(":") || emptyZone || !isIpv6(address)) return undefined;
  return { version: 6, zoned: percent >= 0 };
}

function isIpv6(text: string): boolean {
  const sides = text.split("::");
  if (sides.length > 2) return false;
  const [left = "", right] = sides;
  const before = countGroups(left, right === undefined);
  const after = right === undefined ? 0 : countGroups(right, true);
  if (before === undefined || after === undefined) return false;
  return right === undefined ? before === 8 : before + after < 8;
}

/** How many 16-bit groups stand there, a dotted IPv4 address at the end being two; undefined where one is malformed. */
function countGroups(text: string, isEnd: boolean): number | undefined {
  if (text === "") return 0;
  const groups = text.split(":");
  const last = groups.at(-1) ?? "";
  const dotted = isEnd && ipv4.test(last);
  const plain = dotted ? groups.slice(0, -1) : groups;
  return plain.every((part) => group.test(part)) ? groups.length + (dotted ? 1 : 0) : undefined;
}

export function isIpAddress(text: string): boolean {
  return parseIpAddress(text) !== undefined;
}

/** A CIDR range: an address without zone, a slash, and a length without sign or leading zero. Host bits may be set. */
export function isCidr(text: string): boolean {
  const slash = text.lastIndexOf("/");
  if (slash < 0) return false;
  const address = parseIpAddress(text.slice(0, slash));
  const bits = text.slice(slash + 1);
  if (address === undefined || address.zoned || !/^(?:0|[1-9]\d{0,2})$/.test(bits)) return false;
  return Number(bits) <= (address.version === 4 ? 32 : 128);
}

export function* ipAddress(text: string, path: JsonPath): Iterable<Problem> {
  if (!isIpAddress(text)) yield addressProblem(text, path, "an IP address", "write an address, as in 10.0.0.1 or ::1");
}

/** One address, or a range. */
export function* ipAddressOrCidr(text: string, path: JsonPath): Iterable<Problem> {
  if (text.includes("/") ? isCidr(text) : isIpAddress(text)) return;
  yield addressProblem(text, path, "an IP address or CIDR range", "write an address or a range, as in 10.0.0.0/8");
}

/** The path after `unix://`: absolute and a file's, or an abstract socket's name after an @. */
export function* unixSocket(socket: string, path: JsonPath): Iterable<Problem> {
  if (socket.startsWith("@") || (socket.startsWith("/") && !socket.endsWith("/"))) return;
  yield addressProblem(
    socket,
    path,
    "the path of a Unix socket",
    "write an absolute path to a file, or @ and the name of an abstract socket",
  );
}

function addressProblem(text: string, path: JsonPath, what: string, remedy: string): Problem {
  return problem(sharedFindings.address, path, `${showPath(path)} is not ${what}: ${showText(text)}`, remedy);
}

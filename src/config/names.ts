import { isSshAddress, parseSshAddress } from "../util/ssh-address.js";
import { badSetting, type Setting, shown } from "./setting.js";

const label = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;

/** Checks a DNS label (RFC 1123): the form of namespaces and of source names. */
export function parseLabel({ value, origin }: Setting<string>): string {
  if (label.test(value)) return value;
  const remedy = "use lower-case letters, digits and -, at most 63, with a letter or digit at both ends";
  throw badSetting(origin, `${shown(value)} is not a DNS label`, remedy);
}

/** Checks a domain of DNS labels, at most 253 characters. */
export function parseDomain({ value, origin }: Setting<string>): string {
  if (value.length <= 253 && value.split(".").every((part) => label.test(part))) return value;
  const remedy = "write lower-case labels with single dots between, as in cluster.local";
  throw badSetting(origin, `${shown(value)} is not a domain name`, remedy);
}

/**
 * The name of a source that was given none: the last part of its URL or path, without `.git`, as a DNS label. So
 * `https://github.com/you/Mesh_Config.git` is `mesh-config`; what leaves nothing is `source`.
 */
export function nameFromUrl(url: string): string {
  const ssh = isSshAddress(url) ? parseSshAddress(url) : undefined;
  const path =
    ssh !== undefined && "path" in ssh ? ssh.path : url.replace(/^[a-z]+:\/\/[^/]*/i, "").replace(/[?#].*$/, "");
  const parts = path
    .split("/")
    .map((part) => part.replace(/\.git$/i, ""))
    .filter((part) => part !== "");
  const name = (parts.at(-1) ?? "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, 63)
    .replace(/^-+|-+$/g, "");
  return name === "" ? "source" : name;
}

import { isFullSha, type SourceConfig } from "../model/index.js";
import type { Push } from "./delivery.js";
import { fullNames } from "./ref.js";

/** Whether a push may have moved what a source follows. Where the forge does not say, it may. */
export function isOfRepository({ url }: Pick<SourceConfig, "url">, { repositories }: Push): boolean {
  return repositories.length === 0 || repositories.some((repository) => isSameRepository(url, repository));
}

/**
 * The same for the ref. Without one, the source follows the default branch; a commit id may come with any ref; a short
 * name is a branch's or a tag's. Where a range of versions is followed, any tag may be within it.
 */
export function isOfRef({ ref, semver }: Pick<SourceConfig, "ref" | "semver">, { refs, defaultBranch }: Push): boolean {
  if (refs === null) return true;
  if (semver !== null) return refs.some((name) => name.startsWith("refs/tags/"));
  if (ref === null || ref === "HEAD") return defaultBranch === null || refs.includes(`refs/heads/${defaultBranch}`);
  if (isFullSha(ref.toLowerCase())) return true;
  return fullNames(ref).some((name) => refs.includes(name));
}

/** Longer ones are no addresses. */
const maxUrlLength = 4_000;

/**
 * Whether two addresses are of one repository, whatever scheme, user info, port, `.git` and case of letters: forges take
 * OWNER/NAME in any case, and have one host for HTTPS and SSH. `b` may be OWNER/NAME alone, which every host has.
 */
export function isSameRepository(a: string, b: string): boolean {
  if (a.length > maxUrlLength || b.length > maxUrlLength) return false;
  const one = splitAddress(a);
  const other = splitAddress(b);
  if (one.path === "" || other.path === "") return false;
  if (other.host !== null) return one.host === other.host && one.path === other.path;
  return one.path === other.path || one.path.endsWith(`/${other.path}`);
}

/** Other names of a host, for SSH over port 443 past firewalls. */
const hostAliases: ReadonlyMap<string, string> = new Map([
  ["ssh.github.com", "github.com"],
  ["altssh.gitlab.com", "gitlab.com"],
  ["altssh.bitbucket.org", "bitbucket.org"],
]);

/** Host and path in a form that can be compared; the host is null where there is none, empty for file:///. */
function splitAddress(text: string): { readonly host: string | null; readonly path: string } {
  const url = /^[a-z][a-z0-9+.-]*:\/\/(?:[^/?#]*@)?(?<host>\[[^\]]*\]|[^/:?#]*)(?::[0-9]*)?(?<path>\/[^?#]*)?/i;
  const scp = /^(?:[^/:@]*@)?(?<host>\[[^\]]*\]|[^/:]+):(?<path>.*)$/;
  const groups = (url.exec(text) ?? scp.exec(text))?.groups;
  if (groups === undefined) return { host: text.startsWith("/") ? "" : null, path: plainPath(text) };
  const host = (groups.host ?? "").toLowerCase();
  return { host: hostAliases.get(host) ?? host, path: plainPath(groups.path ?? "") };
}

function plainPath(path: string): string {
  const parts = decoded(path)
    .toLowerCase()
    .split("/")
    .filter((part) => part !== "");
  return parts.join("/").replace(/\.git$/, "");
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

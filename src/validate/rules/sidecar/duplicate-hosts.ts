import { sidecarFindings } from "../../../findings/rules/sidecar.js";
import type { JsonPath } from "../../../model/index.js";
import type { Problem } from "../../problem.js";
import { showPath, showText } from "../../show.js";
import { entriesOf, problem } from "../rule.js";

const all = "*";
const ownNamespace = ".";
const excluded = "~";

/** Warns of entries that the ones before them include, or that include those; `namespace` is the Sidecar's own. */
export function* duplicateHosts(list: readonly string[], path: JsonPath, namespace: string): Iterable<Problem> {
  const hostsByNamespace = new Map<string, Set<string>>();
  for (const [entry, at] of entriesOf(list, path)) {
    const slash = entry.indexOf("/");
    if (slash < 0 || entry.startsWith(excluded)) continue;
    const scope = entry.slice(0, slash) === ownNamespace ? namespace : entry.slice(0, slash);
    const host = entry.slice(slash + 1);
    const hosts = hostsByNamespace.get(scope) ?? new Set();
    if (host === all ? hosts.size > 0 : hosts.has(host) || hosts.has(all))
      yield duplicate(at, `${showText(entry)} says what another entry says too`, "remove the narrower of the two");
    hostsByNamespace.set(scope, hosts.add(host));
  }
  if (hostsByNamespace.size > 1 && hostsByNamespace.get(all)?.has(all))
    yield duplicate(path, "*/* already includes the other entries", "remove */*, or the others");
}

function duplicate(path: JsonPath, fault: string, remedy: string): Problem {
  return problem(sidecarFindings.duplicateHost, path, `${fault} (${showPath(path)})`, remedy);
}

/** Hosts arranged so that who covers a name is found without comparing it with each of them. */
export interface HostIndex {
  /** The first place of each host without a wildcard. */
  readonly plain: ReadonlyMap<string, number>;
  /** The first place of each wildcard host, by what follows its `*`. */
  readonly suffixes: ReadonlyMap<string, number>;
  /** The lengths of the suffixes, each once. */
  readonly lengths: readonly number[];
}

/** Hosts as Istio compares them: as text, where a leading `*` stands for any characters, dots included. */
export function indexHosts(hosts: readonly string[]): HostIndex {
  const plain = new Map<string, number>();
  const suffixes = new Map<string, number>();
  for (const [place, host] of hosts.entries()) {
    const [map, key] = isWildcard(host) ? [suffixes, host.slice(1)] : [plain, host];
    if (!map.has(key)) map.set(key, place);
  }
  return { plain, suffixes, lengths: [...new Set([...suffixes.keys()].map(({ length }) => length))] };
}

/** The place of a host, other than at `self`, that covers everything the given one stands for; undefined where none does. */
export function findCovering(index: HostIndex, host: string, self?: number): number | undefined {
  if (!isWildcard(host)) {
    const same = index.plain.get(host);
    if (same !== undefined && same !== self) return same;
  }
  const text = isWildcard(host) ? host.slice(1) : host;
  for (const length of index.lengths) {
    if (length > text.length) continue;
    const place = index.suffixes.get(text.slice(text.length - length));
    if (place !== undefined && place !== self) return place;
  }
  return undefined;
}

function isWildcard(host: string): boolean {
  return host.startsWith("*");
}

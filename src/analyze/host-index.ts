/** Values by host, where a host that starts with * stands for every host that ends in the rest. */
export interface HostIndex<T> {
  /** The values of every host that stands for a host that `host` stands for as well, those of `host` itself first. */
  overlapping(host: string): Iterable<T>;
}

/** Indexes hosts so that none is compared with all others. */
export function indexHosts<T>(entries: Iterable<readonly [host: string, value: T]>): HostIndex<T> {
  const values = new Map<string, T[]>();
  const lengths = new Set<number>();
  for (const [host, value] of entries) {
    const known = values.get(host);
    if (known !== undefined) known.push(value);
    else values.set(host, [value]);
    if (isPattern(host)) lengths.add(host.length - 1);
  }
  let reversed: readonly Reversed[] | undefined;
  return {
    *overlapping(host) {
      yield* values.get(host) ?? [];
      const rest = isPattern(host) ? host.slice(1) : host;
      for (const pattern of patternsAround(rest, lengths)) {
        if (pattern !== host) yield* values.get(pattern) ?? [];
      }
      if (!isPattern(host)) return;
      reversed ??= reverseAll(values.keys());
      for (const inner of endingIn(reversed, rest)) {
        // A pattern of the same rest is the host itself.
        if (inner !== host) yield* values.get(inner) ?? [];
      }
    },
  };
}

function isPattern(host: string): boolean {
  return host.startsWith("*");
}

/** The patterns that take everything that ends in `text`, as far as there are patterns of their length. */
function* patternsAround(text: string, lengths: ReadonlySet<number>): Iterable<string> {
  for (const length of lengths) {
    if (length <= text.length) yield `*${text.slice(text.length - length)}`;
  }
}

/** A host, and what it ends in, last character first. */
interface Reversed {
  readonly host: string;
  readonly text: string;
}

function reverseAll(hosts: Iterable<string>): readonly Reversed[] {
  const reversed = [...hosts].map((host) => ({ host, text: reverse(isPattern(host) ? host.slice(1) : host) }));
  return reversed.sort((a, b) => (a.text < b.text ? -1 : a.text > b.text ? 1 : 0));
}

/** Sorted by their reversed texts, the hosts of one ending stand together. */
function* endingIn(reversed: readonly Reversed[], ending: string): Iterable<string> {
  const prefix = reverse(ending);
  let low = 0;
  let high = reversed.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((reversed[middle]?.text ?? "") < prefix) low = middle + 1;
    else high = middle;
  }
  for (let at = low; reversed[at]?.text.startsWith(prefix); at += 1) yield reversed[at]?.host ?? "";
}

function reverse(text: string): string {
  return [...text].reverse().join("");
}

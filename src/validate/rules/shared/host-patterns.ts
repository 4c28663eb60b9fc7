/** Hosts as Istio compares them: text that starts with * stands for every host that ends in the rest. */
export function isPattern(host: string): boolean {
  return host.startsWith("*");
}

/** Whether there are hosts that both stand for. */
export function hostsOverlap(one: string, other: string): boolean {
  const [shorter, longer] = one.length < other.length ? [one, other] : [other, one];
  if (isPattern(one) && isPattern(other)) return longer.slice(1).endsWith(shorter.slice(1));
  if (isPattern(one)) return other.endsWith(one.slice(1));
  if (isPattern(other)) return one.endsWith(other.slice(1));
  return one === other;
}

/** Whether every host that `inner` stands for is one of `outer`'s. */
export function isHostWithin(inner: string, outer: string): boolean {
  if (!isPattern(outer)) return inner === outer;
  if (!isPattern(inner)) return inner.endsWith(outer.slice(1));
  return inner.length >= outer.length && inner.slice(1).endsWith(outer.slice(1));
}

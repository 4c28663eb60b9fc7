/**
 * What a client wants of one type. Pure; the rules are those of the xDS protocol's section "How the client specifies
 * what resources to return":
 * https://www.envoyproxy.io/docs/envoy/latest/api-docs/xds_protocol#how-the-client-specifies-what-resources-to-return
 */
export interface Subscription {
  /** All resources of the type, whatever is named besides. */
  readonly wildcard: boolean;
  /** Without `*`. */
  readonly names: ReadonlySet<string>;
  /** Whether anything was ever named, `*` included: from then on an empty list means nothing rather than everything. */
  readonly explicit: boolean;
}

/** The name that subscribes to everything. */
const all = "*";

/** Most clients name nothing: streams share this. */
const everything: Subscription = { wildcard: true, names: new Set(), explicit: false };

/**
 * State of the world: each request lists everything that is wanted. An empty list means everything until something was
 * named on this stream, and nothing from then on.
 */
export function sotwSubscription(before: Subscription | undefined, listed: readonly string[]): Subscription {
  if (listed.length === 0 && before?.explicit !== true) return everything;
  const names = new Set(listed);
  const wildcard = names.delete(all);
  return { wildcard, names, explicit: true };
}

/**
 * Incremental: each request adds and takes away. A first request that does neither means everything (section
 * "Incremental xDS"). Names that were not subscribed to may be unsubscribed from: nothing happens.
 */
export function deltaSubscription(
  before: Subscription | undefined,
  subscribe: readonly string[],
  unsubscribe: readonly string[],
): Subscription {
  if (before === undefined && subscribe.length + unsubscribe.length === 0) return everything;
  const names = new Set(before?.names);
  if (before?.wildcard) names.add(all);
  for (const name of subscribe) names.add(name);
  for (const name of unsubscribe) names.delete(name);
  const wildcard = names.delete(all);
  return { wildcard, names, explicit: before?.explicit === true || subscribe.length > 0 };
}

/** Whether the wildcard is among the names. */
export function asksForAll(names: readonly string[]): boolean {
  return names.includes(all);
}

/** Whether the second asks for something that the first does not: what the wildcard stood for and is now named, too. */
export function asksForMore(before: Subscription, after: Subscription): boolean {
  if (after.wildcard && !before.wildcard) return true;
  for (const name of after.names) {
    if (!before.names.has(name)) return true;
  }
  return false;
}

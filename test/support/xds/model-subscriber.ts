import type { DeltaDiscoveryRequest, DiscoveryRequest } from "../../../src/proto/index.js";
import type { Random } from "../random.js";
import type { Flying } from "./model-stream.js";

/** A request on its way to the server, of either variant. */
export type Rising = Partial<DiscoveryRequest & DeltaDiscoveryRequest> & { readonly typeUrl: string };

/** One type of a client that keeps to the protocol and forgets what it does not want: what it has, and what it would like. */
export interface Subscriber {
  /** What it has, versions by name. */
  readonly cache: ReadonlyMap<string, string>;
  wants(name: string): boolean;
  /** Wants something else, or the same again. */
  change(): Rising;
  /** Takes a response, or refuses it. */
  take(response: Flying, refuse: boolean): Rising;
}

export const openSubscriber = { sotw: sotwSubscriber, delta: deltaSubscriber };

const errorDetail = { code: 3, message: "no" };

/** None, all, some, or some besides all. */
function someNames(random: Random, all: readonly string[]): string[] {
  const names = random.chance(0.2) ? [] : random.subset(all, 0.4);
  return random.chance(0.3) ? ["*", ...names] : names;
}

function sotwSubscriber(random: Random, typeUrl: string, all: readonly string[]): Subscriber {
  let cache = new Map<string, string>();
  let names: readonly string[] = [];
  let explicit = false;
  let nonce = "";
  const wants = (name: string) => names.includes(name) || names.includes("*") || !explicit;
  const only = (resources: ReadonlyMap<string, string>) => new Map([...resources].filter(([name]) => wants(name)));
  return {
    get cache() {
      return cache;
    },
    wants,
    change() {
      const before = names;
      names = someNames(random, all);
      explicit ||= names.length > 0;
      cache = only(cache);
      // What is newly named was lost: the server has to send it.
      for (const name of cache.keys()) if (names.includes(name) && !before.includes(name)) cache.set(name, "lost");
      return { typeUrl, resourceNames: names, responseNonce: nonce };
    },
    take(response, refuse) {
      nonce = response.nonce;
      if (refuse) return { typeUrl, resourceNames: names, responseNonce: nonce, errorDetail };
      cache = only(response.resources);
      return { typeUrl, resourceNames: names, responseNonce: nonce };
    },
  };
}

function deltaSubscriber(random: Random, typeUrl: string, all: readonly string[]): Subscriber {
  const cache = new Map<string, string>();
  const wanted = new Set<string>();
  let asked = false;
  const wants = (name: string) => wanted.has(name) || wanted.has("*");
  return {
    cache,
    wants,
    change() {
      const subscribe = someNames(random, all);
      const unsubscribe = random.chance(0.5) ? [] : someNames(random, all).filter((name) => !subscribe.includes(name));
      const everything = !asked && subscribe.length + unsubscribe.length === 0;
      asked = true;
      // What is subscribed to again was lost: the server has to send it.
      for (const name of cache.keys()) if (subscribe.includes(name) || subscribe.includes("*")) cache.set(name, "lost");
      for (const name of everything ? ["*"] : subscribe) wanted.add(name);
      for (const name of unsubscribe) wanted.delete(name);
      // Beside the wildcard the server says whether it has what was named.
      for (const name of cache.keys()) if (!wants(name)) cache.delete(name);
      return { typeUrl, resourceNamesSubscribe: subscribe, resourceNamesUnsubscribe: unsubscribe };
    },
    take({ nonce, resources, removed }, refuse) {
      if (refuse) return { typeUrl, responseNonce: nonce, errorDetail };
      for (const [name, version] of resources) if (wants(name)) cache.set(name, version);
      for (const name of removed) cache.delete(name);
      return { typeUrl, responseNonce: nonce };
    },
  };
}

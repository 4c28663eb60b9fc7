import { isDeepStrictEqual } from "node:util";
import type { SnapshotFacts } from "./across/across.js";
import type { Facts } from "./facts.js";
import type { Unplaced } from "./unplaced.js";

type Compare = (facts: SnapshotFacts) => readonly Unplaced[];

/**
 * Keeps what was found last, and gives it again while the facts stay: most commits change time-outs, weights or rules, which
 * no other resource is compared by.
 */
export function remembering(compare: Compare): Compare {
  let last: { readonly facts: SnapshotFacts; readonly found: readonly Unplaced[] } | undefined;
  return (facts) => {
    const found = last !== undefined && stays(last.found, last.facts, facts) ? last.found : compare(facts);
    last = { facts, found };
    return found;
  };
}

/** Not where something was found in a resource that was read again: its places may have moved with nothing else changed. */
function stays(found: readonly Unplaced[], before: SnapshotFacts, after: SnapshotFacts): boolean {
  const subjects = new Set(found.map(({ subject }) => subject));
  const [old, now] = [inOrder(before), inOrder(after)];
  const isSame = (facts: Facts, index: number) =>
    facts === now[index] || (isDeepStrictEqual(facts, now[index]) && !subjects.has(facts.subject));
  return before.owns === after.owns && old.length === now.length && old.every(isSame);
}

function inOrder({ virtualServices, gateways, destinationRules, serviceEntries, telemetries }: SnapshotFacts) {
  return [...virtualServices, ...gateways, ...destinationRules, ...serviceEntries, ...telemetries];
}

import type { Collections } from "./build.js";

/** Resources of all kinds together. */
export function countResources(collections: Collections): number {
  return [...collections.values()].reduce((sum, { names }) => sum + names.length, 0);
}

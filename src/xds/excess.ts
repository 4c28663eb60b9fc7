import type { Limits } from "./limits.js";
import type { StreamState } from "./stream-state.js";

/** What a stream asks for too much of; undefined where it does not. */
export function excessOf(
  { types }: StreamState,
  { typesPerStream, namesPerStream }: Pick<Limits, "typesPerStream" | "namesPerStream">,
): string | undefined {
  if (types.size > typesPerStream) return `more than ${typesPerStream} types on one stream`;
  let names = 0;
  for (const { subscription, asked, sent, held } of types.values()) {
    names += Math.max(subscription.names.size, asked.size, sent === undefined ? held.names.length : 0);
  }
  return names > namesPerStream ? `more than ${namesPerStream} resource names on one stream` : undefined;
}

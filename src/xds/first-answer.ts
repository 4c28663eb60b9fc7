import type { Snapshot } from "../model/index.js";
import { withSubsetsOf } from "../proto/subsets.js";
import { type Content, indexOf, select, together } from "./content.js";
import type { LostRules } from "./lost-rules.js";
import type { StreamState } from "./stream-state.js";
import type { TypeState } from "./type-state.js";

/**
 * The first answer to a type, of which `served` is what the snapshot has. DestinationRules that the VirtualServices are to
 * follow hold what was lost lately besides: the client's VirtualServices may be of an earlier stream and commit.
 */
export function firstAnswer(
  type: TypeState,
  served: Content,
  stream: StreamState,
  target: Snapshot,
  lost: LostRules,
): Content {
  const rules = target.collections.get("DestinationRule");
  if (type.kind !== "DestinationRule" || rules === undefined || !owesVirtualServices(stream)) return served;
  if (!type.told) return select(lost.joinedTo(rules), type.subscription);
  return together(changedSince(type.held, served, lost.content()), served, type.asked, withSubsetsOf);
}

function owesVirtualServices({ types }: StreamState): boolean {
  return [...types.values()].some(({ kind, sent }) => kind === "VirtualService" && sent === undefined);
}

/** What was lost of what the client told that it has; nothing of what it has as it is served. */
function changedSince(told: Content, served: Content, lost: Content): Content {
  const names = told.names.filter((name, index) => {
    const at = indexOf(served.names, name);
    return at < 0 || served.versions[at] !== told.versions[index];
  });
  return select(lost, { wildcard: false, explicit: true, names: new Set(names) });
}

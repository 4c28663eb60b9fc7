import type { Event } from "../../model/index.js";
// By file: the whole stage would bring protobufjs, and a restart waits for what is imported here.
import { countResources } from "../../snapshot/count.js";
import type { KeptBack } from "../commit/decide.js";
import type { Publication } from "../phases.js";
import { countPartial } from "./count-partial.js";

/** What is told of a commit that is live now. */
export function toldOfLive(source: string, { live, cost, warnings }: Publication, lookedAt: Date): Event {
  const { sha: commit, subject } = live.commit;
  const resources = countResources(live.collections);
  const partial = countPartial(live.partial);
  return {
    type: "published",
    source,
    commit,
    subject,
    resources,
    lookedAt,
    cost,
    warnings,
    ...(partial && { partial }),
  };
}

/** What is told of one that is not. */
export function toldOfKeptBack(source: string, kept: KeptBack): Event {
  const { commit } = kept;
  if (kept.type === "rejected") return { type: "rejected", source, commit, findings: kept.findings };
  return { type: "held", source, commit, ...kept.hold };
}

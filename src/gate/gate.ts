import type { Commit } from "../model/index.js";
import { holdDeletions } from "./deletions.js";
import { holdEmpty } from "./empty.js";
import type { Candidate, GateRules, Hold } from "./hold.js";
import { holdSkipped } from "./skip.js";

/** What keeps a commit back before its files are read. */
export function holdUnread(commit: Commit, rules: GateRules): Hold | undefined {
  return holdSkipped(commit, rules);
}

/** What keeps back a commit whose files are valid. */
export function holdValid(candidate: Candidate, rules: GateRules): Hold | undefined {
  return holdEmpty(candidate, rules) ?? holdDeletions(candidate, rules);
}

import type { KindName } from "../../model/index.js";
import type { Rules } from "./rule.js";

/** The semantic rules of each kind; a kind that is not listed has none of its own yet. */
export const rulesByKind: Partial<Readonly<Record<KindName, Rules>>> = {};

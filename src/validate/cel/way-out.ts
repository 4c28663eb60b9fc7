import type { CelValue } from "../../cel/index.js";
import { showList } from "../show.js";
import type { PlacedRule } from "./placed-rules.js";

/** What to do about a broken rule. */
export interface WayOut {
  readonly remedy: string;
  /** The fields of which each alone may go. */
  readonly removable: readonly string[];
}

/**
 * What to do about a broken rule, found by trying: which of the fields that it reads may go, or which of those that it
 * only asks for may come, for it to hold.
 */
export function wayOut({ reads, holds }: PlacedRule, self: CelValue): WayOut {
  if (!(self instanceof Map) || !(reads instanceof Map)) {
    return { remedy: "write a value that the rule allows", removable: [] };
  }
  const value = self as ReadonlyMap<string, CelValue>;
  const fields = [...(reads as ReadonlyMap<string, unknown>).keys()];
  const [present, absent] = [fields.filter((field) => value.has(field)), fields.filter((field) => !value.has(field))];
  const removable = present.filter((field) => holds(new Map([...value].filter(([key]) => key !== field))).holds);
  if (removable.length > 0) return { remedy: `remove ${showList(removable, "or")}`, removable };
  const missing = absent.filter((field) => holds(new Map([...value, [field, true]])).holds);
  if (missing.length > 0) return { remedy: `add ${showList(missing, "or")}`, removable };
  const change = present.length > 0 ? `change ${showList(present, "or")}` : `set ${showList(absent, "or")}`;
  return { remedy: `${change} so that the rule holds`, removable };
}

import type { FindingRow } from "../findings/row.js";
import type { JsonPath, Resource } from "../model/index.js";

/** A broken rule in the terms of the document; the validator adds file, line and resource. */
export interface Problem {
  readonly row: FindingRow;
  /** The value that breaks the rule. Of two problems with one path the first is kept: the others follow from it. */
  readonly path: JsonPath;
  /** Which end of the path to point at. */
  readonly target: "key" | "value";
  readonly message: string;
  readonly remedy: string;
  /** Where the field was meant to be, so that it is not called missing there as well. */
  readonly implies?: JsonPath;
}

/** Most findings of one resource that are listed: who has more starts with these. */
export const maxProblems = 100;

/** One kind of test on one resource. It gives problems in the order of their importance, none for most resources. */
export type Check = (resource: Resource) => readonly Problem[];

/** What a check gives for a resource without problems: one list for all, so that the common case allocates nothing. */
export const noProblems: readonly Problem[] = Object.freeze([]);

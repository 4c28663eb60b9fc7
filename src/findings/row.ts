import type { Finding, FindingCode, Severity } from "../model/index.js";

/**
 * How examples/broken/CODE shows a rule: there fails.yaml breaks it and passes.yaml is the same mended. Where it takes
 * several files or a certain file name, these are folders, fails/ and passes/.
 */
export interface FindingExample {
  /** Flags that `gitxds validate` needs to find it; paths among them are relative to examples/broken/CODE. */
  readonly flags?: readonly string[];
  /** Codes of other findings that neither of the two can be without. */
  readonly also?: readonly FindingCode[];
  /** Why no file can show the rule, as in "it takes a remote"; then there are none. */
  readonly none?: string;
}

/** One row of the table of codes. */
export interface FindingRow {
  readonly code: FindingCode;
  readonly severity: Severity;
  /** The rule in one line, without an instance's details. */
  readonly statement: string;
  /** What it would do to a mesh if the rule were not kept. */
  readonly why: string;
  /** What to do about it in general; a finding's own remedy knows the case at hand. */
  readonly fix: string;
  /** Left out where the files alone show the rule. */
  readonly example?: FindingExample;
}

/** Where a finding stands; what is unknown may be left out. */
export interface FindingPlace {
  readonly file?: string | null;
  readonly line?: number | null;
  readonly column?: number | null;
  readonly kind?: string | null;
  readonly namespace?: string | null;
  readonly name?: string | null;
}

/** Makes a finding of a row: its code and severity, at a place, with this instance's message and remedy. */
export function finding(row: FindingRow, place: FindingPlace, message: string, remedy: string): Finding {
  return {
    code: row.code,
    severity: row.severity,
    file: place.file ?? null,
    line: place.line ?? null,
    column: place.column ?? null,
    kind: place.kind ?? null,
    namespace: place.namespace ?? null,
    name: place.name ?? null,
    message,
    remedy,
  };
}

/** error: the commit is not served. warning and info: it is, and the finding is shown. */
export type Severity = "error" | "warning" | "info";

/** A stable code that is never reused: GX0nn source, GX1nn parse, GX2nn schema, GX3nn identity, GX4nn policy, GX5nn rules, or Istio's ISTnnnn. */
export type FindingCode = `GX${number}` | `IST${string}`;

/** Something that a person should know about a file. The fields and their order are the JSON of `gitxds validate`. */
export interface Finding {
  readonly code: FindingCode;
  readonly severity: Severity;
  /** Relative to the root that was read, with `/`; null where the finding is about the whole. */
  readonly file: string | null;
  /** From 1. */
  readonly line: number | null;
  /** From 1, in UTF-16 units. */
  readonly column: number | null;
  readonly kind: string | null;
  readonly namespace: string | null;
  readonly name: string | null;
  /** What is wrong, in one sentence. */
  readonly message: string;
  /** What to do about it, in one sentence. */
  readonly remedy: string;
}

/** The order in which findings are shown everywhere: file, line, column, code. */
export function compareFindings(a: Finding, b: Finding): number {
  return (
    compareText(a.file ?? "", b.file ?? "") ||
    (a.line ?? 0) - (b.line ?? 0) ||
    (a.column ?? 0) - (b.column ?? 0) ||
    compareText(a.code, b.code) ||
    compareText(a.message, b.message)
  );
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

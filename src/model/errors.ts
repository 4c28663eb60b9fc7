import type { FindingCode } from "./finding.js";

/** Whether time alone can heal: `later` is tried again with backoff, `changed` waits for someone to change something. */
export type Retry = "later" | "changed";

/** What an error says besides its text. */
export interface GitxdsErrorOptions {
  readonly retry?: Retry;
  readonly retryAfterMs?: number | null;
  readonly cause?: unknown;
}

/**
 * The one error class for what users can act on. The message says what happened and where, the remedy what to do next.
 * Neither holds a secret: URLs are redacted before they get here.
 */
export class GitxdsError extends Error {
  readonly code: FindingCode;
  readonly remedy: string;
  readonly retry: Retry;
  /** The least wait that the other side asked for; null where it asked for none. */
  readonly retryAfterMs: number | null;

  constructor(code: FindingCode, message: string, remedy: string, options: GitxdsErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = "GitxdsError";
    this.code = code;
    this.remedy = remedy;
    this.retry = options.retry ?? "later";
    this.retryAfterMs = options.retryAfterMs ?? null;
  }
}

/** Something the user asked for cannot be done as asked: wrong flag, configuration, port. Exit code 2. */
export class UsageError extends Error {
  readonly remedy: string;

  constructor(message: string, remedy: string) {
    super(message);
    this.name = "UsageError";
    this.remedy = remedy;
  }
}

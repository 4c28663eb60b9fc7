import { GitxdsError, UsageError } from "../model/index.js";
import { redactUrls } from "../util/redact.js";

/** What an error that ends a command says on standard error. One that nobody foresaw has its stack. */
export function describeError(error: unknown): string {
  if (error instanceof UsageError) return `gitxds: ${error.message}\n    ${error.remedy}\n`;
  if (error instanceof GitxdsError) return `gitxds: ${error.code}: ${error.message}\n    ${error.remedy}\n`;
  return `gitxds: unexpected error: ${stackOf(error)}\n    please report this\n`;
}

/** The stack, without what URLs hold of credentials. */
export function stackOf(error: unknown): string {
  return redactUrls(error instanceof Error ? (error.stack ?? error.message) : String(error));
}

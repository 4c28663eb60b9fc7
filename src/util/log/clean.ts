import { redactUrls } from "../redact.js";

/** Deeper values are cut: nothing that is logged on purpose nests that far. */
const maxDepth = 8;

/** Longer texts are cut, stacks included. */
const maxText = 8_000;

// biome-ignore lint/suspicious/noControlCharactersInRegex: a terminal would obey them.
const controls = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;

/**
 * A text that may go to a log: no credentials of URLs, no control characters, on one line, so that nobody's words can pass
 * for another line; bounded.
 */
export function cleanText(text: string): string {
  return cleanLines(text).replace(/\s*\n\s*/g, " ");
}

function cleanLines(text: string): string {
  const redacted = redactUrls(text).replace(controls, "");
  return redacted.length <= maxText ? redacted : `${redacted.slice(0, maxText)}…`;
}

/** The same of every text inside a value. Errors become their type, message, stack and cause. */
export function cleanValue(value: unknown, depth = 0): unknown {
  if (typeof value === "string") return cleanText(value);
  if (typeof value !== "object" || value === null || value instanceof Date) return value;
  if (depth >= maxDepth) return "…";
  if (value instanceof Error) return cleanError(value, depth);
  if (Array.isArray(value)) return value.map((item) => cleanValue(item, depth + 1));
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, cleanValue(item, depth + 1)]));
}

function cleanError(error: Error, depth: number): Record<string, unknown> {
  const { code, cause } = error as Error & { readonly code?: unknown };
  return {
    type: error.name,
    message: cleanText(error.message),
    stack: cleanLines(error.stack ?? ""),
    ...(code === undefined ? {} : { code: cleanValue(code, depth + 1) }),
    ...(cause === undefined ? {} : { cause: cleanValue(cause, depth + 1) }),
  };
}

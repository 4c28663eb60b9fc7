import { type Cursor, next, unexpected } from "./cursor.js";
import { expression } from "./expression.js";
import { tokensOf } from "./tokens.js";

/** Whether a text is CEL, or why not, in a few words that fit after a colon. */
export type CelSyntax = { readonly ok: true } | { readonly ok: false; readonly reason: string };

/** In code points, as in cel-go. */
const maxLength = 100_000;

/**
 * Judges the syntax of an expression as cel-go's parser does in its default environment: the grammar with its standard
 * macros, without optional values. Names and types are not looked at. An evaluator's parser takes other texts, such as
 * `f(a,)` and `!-a`, and refuses some, such as messages, so the grammar stands here by itself.
 */
export function parseCel(text: string): CelSyntax {
  try {
    if (text.length > maxLength && [...text].length > maxLength)
      throw new SyntaxError(`it has more than ${maxLength} characters`);
    const cursor: Cursor = {
      tokens: tokensOf(text),
      index: 0,
      depth: { expression: 0, relation: 0, sum: 0 },
    };
    expression(cursor);
    if (next(cursor).type !== "end") throw unexpected(cursor, "the end");
    return { ok: true };
  } catch (error) {
    if (error instanceof SyntaxError) return { ok: false, reason: error.message };
    throw error;
  }
}

import { type Cursor, next, unexpected } from "./cursor.js";
import { CelSyntaxError } from "./error.js";
import { expression } from "./expression.js";
import { tokensOf } from "./tokens.js";

/** Whether a text is CEL, or why not, in a few words that fit after a colon. */
export type CelSyntax =
  | { readonly ok: true }
  | {
      readonly ok: false;
      readonly reason: string;
      /** Of the character where the mistake is, from 0, in UTF-16 units. */
      readonly offset: number;
    };

/** In code points, as in cel-go. */
const maxLength = 100_000;

/**
 * Judges the syntax of an expression as cel-go's parser does in its default environment: the grammar with its standard
 * macros; optional values (`a.?b`, `a[?0]`) only where asked. Names and types are not looked at. An evaluator's parser takes other texts, such as
 * `f(a,)` and `!-a`, and refuses some, such as messages, so the grammar stands here by itself.
 */
export function parseCel(text: string, { optionals = false } = {}): CelSyntax {
  let cursor: Cursor | undefined;
  try {
    if (text.length > maxLength && [...text].length > maxLength)
      throw new CelSyntaxError(`it has more than ${maxLength} characters`);
    cursor = { tokens: tokensOf(text), index: 0, depth: { expression: 0, relation: 0, sum: 0 }, optionals };
    expression(cursor);
    if (next(cursor).type !== "end") throw unexpected(cursor, "the end");
    return { ok: true };
  } catch (error) {
    if (!(error instanceof CelSyntaxError)) throw error;
    const reached = cursor === undefined ? 0 : next(cursor).at;
    return { ok: false, reason: error.message, offset: error.offset ?? reached };
  }
}

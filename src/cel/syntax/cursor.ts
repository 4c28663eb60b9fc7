import { CelSyntaxError } from "./error.js";
import type { Token } from "./tokens.js";

/** The rules of the grammar that go deepest. */
export type Rule = "expression" | "relation" | "sum";

/** Where reading stands, and how deep in each rule. */
export interface Cursor {
  readonly tokens: readonly Token[];
  index: number;
  readonly depth: Record<Rule, number>;
  /** Whether `.?` and `[?` select a field that may be absent. */
  readonly optionals: boolean;
}

/** cel-go's limit, for each rule by itself and for the tree that is built. */
export const maxDepth = 250;

export function next({ tokens, index }: Cursor, ahead = 0): Token {
  return tokens[index + ahead] ?? { type: "end", text: "", at: 0 };
}

/** Whether this sign comes next, or so many tokens later. */
export function sees(cursor: Cursor, sign: string, ahead = 0): boolean {
  const { type, text } = next(cursor, ahead);
  return type === "sign" && text === sign;
}

/** Takes the sign if it comes next. */
export function takes(cursor: Cursor, sign: string): boolean {
  if (!sees(cursor, sign)) return false;
  cursor.index += 1;
  return true;
}

export function expect(cursor: Cursor, sign: string): void {
  if (!takes(cursor, sign)) throw unexpected(cursor, sign);
}

export function takeName(cursor: Cursor): string {
  const { type, text } = next(cursor);
  if (type !== "name") throw unexpected(cursor, "a name");
  cursor.index += 1;
  return text;
}

export function enter({ depth }: Cursor, rule: Rule): void {
  depth[rule] += 1;
  if (depth[rule] > maxDepth) throw tooDeep();
}

export function tooDeep(): CelSyntaxError {
  return new CelSyntaxError(`it is nested, or goes on, more than ${maxDepth} deep`);
}

export function unexpected(cursor: Cursor, wanted: string): CelSyntaxError {
  const { type, text, at } = next(cursor);
  return type === "end"
    ? new CelSyntaxError(`it ends where ${wanted} should come`, at)
    : new CelSyntaxError(
        `${JSON.stringify(text.slice(0, 40))} stands at character ${at + 1}, where ${wanted} should come`,
        at,
      );
}

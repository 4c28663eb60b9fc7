import { CelSyntaxError } from "./error.js";

/** A piece of a CEL expression; the text is as it stands there, quotes and prefixes included. */
export interface Token {
  readonly type: "name" | "escaped name" | "int" | "uint" | "double" | "string" | "bytes" | "sign" | "end";
  readonly text: string;
  /** Offset in UTF-16 units. */
  readonly at: number;
}

const escaped = String.raw`\\(?:[abfnrtv"'\\?${"`"}]|[0-3][0-7]{2}|[xX][\da-fA-F]{2}|u[\da-fA-F]{4}|U[\da-fA-F]{8})`;

/** In the order in which they are tried: where two fit, the longer one comes first. */
const patterns = {
  blank: /[\t\n\f\r ]+|\/\/[^\n]*/y,
  string: new RegExp(
    [
      String.raw`[bB]?[rR](?:"""[^]*?"""|'''[^]*?'''|"[^"\n\r]*"|'[^'\n\r]*')`,
      String.raw`[bB]?"""(?:${escaped}|[^\\])*?"""`,
      String.raw`[bB]?'''(?:${escaped}|[^\\])*?'''`,
      String.raw`[bB]?"(?:${escaped}|[^\\"\n\r])*"`,
      String.raw`[bB]?'(?:${escaped}|[^\\'\n\r])*'`,
    ].join("|"),
    "y",
  ),
  uint: /(?:0x[\da-fA-F]+|\d+)[uU]/y,
  double: /\d+\.\d+(?:[eE][+-]?\d+)?|\d+[eE][+-]?\d+|\.\d+(?:[eE][+-]?\d+)?/y,
  int: /0x[\da-fA-F]+|\d+/y,
  name: /[A-Za-z_]\w*/y,
  "escaped name": /`[\w./ -]+`/y,
  sign: /[=!<>]=|&&|\|\||[-[\]{}().,!?:+*/%<>]/y,
} as const;

const words: ReadonlySet<string> = new Set(["in", "true", "false", "null"]);

/** The tokens of an expression, an `end` last. Throws a CelSyntaxError at what is none. */
export function tokensOf(expression: string): readonly Token[] {
  const tokens: Token[] = [];
  for (let at = 0; at < expression.length; ) {
    const [type, text] = tokenAt(expression, at);
    if (type !== "blank") tokens.push(tokenOf(type, text, at));
    at += text.length;
  }
  return [...tokens, { type: "end", text: "", at: expression.length }];
}

function tokenAt(expression: string, at: number): readonly [keyof typeof patterns, string] {
  for (const [type, pattern] of Object.entries(patterns)) {
    pattern.lastIndex = at;
    const text = pattern.exec(expression)?.[0];
    if (text !== undefined) return [type as keyof typeof patterns, text];
  }
  const [character = ""] = expression.slice(at, at + 2);
  throw new CelSyntaxError(`${JSON.stringify(character)} at character ${at + 1} begins nothing that CEL has`, at);
}

function tokenOf(type: Exclude<keyof typeof patterns, "blank">, text: string, at: number): Token {
  if (type === "name" && words.has(text)) return { type: "sign", text, at };
  if (type !== "string") return { type, text, at };
  const isBytes = /^[bB]/.test(text);
  if (!/^[bB]?[rR]/.test(text)) checkCodePoints(text, isBytes, at);
  return { type: isBytes ? "bytes" : "string", text, at };
}

/** Escaped code points must exist, and bytes have none. */
function checkCodePoints(text: string, isBytes: boolean, at: number): void {
  for (const [part] of text.matchAll(/\\(?:u.{4}|U.{8}|.)/gs)) {
    if (!/^\\[uU]/.test(part)) continue;
    const point = Number.parseInt(part.slice(2), 16);
    if (isBytes || point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff))
      throw new CelSyntaxError(`${part} in the text at character ${at + 1} is no character`, at);
  }
}

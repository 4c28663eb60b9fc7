import { type Cursor, next, sees, unexpected } from "./cursor.js";
import { CelSyntaxError } from "./error.js";
import type { Node } from "./node.js";

const leaf: Node = { height: 0, form: "other" };
const constants: ReadonlySet<string> = new Set(["true", "false", "null"]);

/** A number with its sign, a text, bytes, true, false or null. Numbers must fit into 64 bits. */
export function literal(cursor: Cursor): Node {
  const isNegative = sees(cursor, "-");
  const { type, text, at } = next(cursor, isNegative ? 1 : 0);
  const isNumber = type === "int" || type === "double";
  const isOther = ["uint", "string", "bytes"].includes(type) || (type === "sign" && constants.has(text));
  if (!isNumber && (isNegative || !isOther)) throw unexpected(cursor, "a value");
  if (!fits(type, text, isNegative)) throw new CelSyntaxError(`the number at character ${at + 1} is too large`, at);
  cursor.index += isNegative ? 2 : 1;
  return leaf;
}

function fits(type: string, text: string, isNegative: boolean): boolean {
  switch (type) {
    case "int":
      return BigInt(text) <= 2n ** 63n - (isNegative ? 0n : 1n);
    case "uint":
      return BigInt(text.slice(0, -1)) < 2n ** 64n;
    case "double":
      return Number.isFinite(Number(text));
    default:
      return true;
  }
}

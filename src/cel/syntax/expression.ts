import { type Cursor, enter, expect, next, type Rule, sees, takeName, takes, unexpected } from "./cursor.js";
import { CelSyntaxError } from "./error.js";
import { literal } from "./literal.js";
import { checkMacro, highest, type Node, over } from "./node.js";

/** expr: or ('?' or ':' expr)? */
export function expression(cursor: Cursor): Node {
  return within(cursor, "expression", () => {
    const condition = alternatives(cursor);
    if (!takes(cursor, "?")) return condition;
    const consequent = alternatives(cursor);
    expect(cursor, ":");
    return over(condition, consequent, expression(cursor));
  });
}

/** and ('||' and)* */
function alternatives(cursor: Cursor): Node {
  return chain(cursor, "||", () => chain(cursor, "&&", () => relation(cursor)));
}

function chain(cursor: Cursor, sign: string, part: () => Node): Node {
  let node = part();
  while (takes(cursor, sign)) node = highest(node, part());
  return node;
}

const comparisons: ReadonlySet<string> = new Set(["<", "<=", ">=", ">", "==", "!=", "in"]);

/** sum (comparison sum)*; what stands right of a comparison counts as a relation inside. */
function relation(cursor: Cursor): Node {
  return within(cursor, "relation", () => {
    let node = sum(cursor, 1);
    while (isSign(cursor, comparisons)) {
      cursor.index += 1;
      node = over(
        node,
        within(cursor, "relation", () => sum(cursor, 1)),
      );
    }
    return node;
  });
}

const precedences: ReadonlyMap<string, number> = new Map([
  ["+", 1],
  ["-", 1],
  ["*", 2],
  ["/", 2],
  ["%", 2],
]);

/** Sums and products, of signs that bind as strongly as `weakest` or more. */
function sum(cursor: Cursor, weakest: number): Node {
  return within(cursor, "sum", () => {
    let node = unary(cursor);
    for (;;) {
      const { type, text } = next(cursor);
      const precedence = type === "sign" ? (precedences.get(text) ?? 0) : 0;
      if (precedence < weakest) return node;
      cursor.index += 1;
      node = over(node, sum(cursor, precedence + 1));
    }
  });
}

/** '!'* member or '-'* member, not both; the sign of a number belongs to the number. */
function unary(cursor: Cursor): Node {
  const sign = sees(cursor, "!") ? "!" : "-";
  let count = 0;
  while (sees(cursor, sign) && !(sign === "-" && count === 0 && isSignedNumber(cursor))) {
    cursor.index += 1;
    count += 1;
  }
  const node = member(cursor);
  return count % 2 === 0 ? node : highest(node);
}

function isSignedNumber(cursor: Cursor): boolean {
  return sees(cursor, "-") && ["int", "double"].includes(next(cursor, 1).type);
}

/** primary, then any number of '.name', '.name(args)' and '[index]'. */
function member(cursor: Cursor): Node {
  let node = primary(cursor);
  while (sees(cursor, ".") || sees(cursor, "["))
    node = takes(cursor, "[") ? indexOf(cursor, node) : selectionOf(cursor, node);
  return node;
}

function indexOf(cursor: Cursor, target: Node): Node {
  if (cursor.optionals) takes(cursor, "?");
  const index = expression(cursor);
  expect(cursor, "]");
  return over(target, index);
}

function selectionOf(cursor: Cursor, target: Node): Node {
  expect(cursor, ".");
  const isOptional = cursor.optionals && takes(cursor, "?");
  if (next(cursor).type === "escaped name") {
    cursor.index += 1;
    return { ...over(target), form: "selection" };
  }
  const name = takeName(cursor);
  if (isOptional || !takes(cursor, "(")) return { ...over(target), form: isOptional ? "other" : "selection" };
  const args = list(cursor, ")", expression);
  return checkMacro(over(target, ...args), `.${name}`, args);
}

function primary(cursor: Cursor): Node {
  if (takes(cursor, "(")) {
    const node = expression(cursor);
    expect(cursor, ")");
    return node;
  }
  if (takes(cursor, "[")) return highest(...list(cursor, "]", expression, { lastComma: true }));
  if (takes(cursor, "{")) return highest(...list(cursor, "}", mapEntry, { lastComma: true }));
  const dotted = sees(cursor, ".") ? 1 : 0;
  if (next(cursor, dotted).type !== "name") return literal(cursor);
  return messageOf(cursor, dotted) ?? nameOrCall(cursor, dotted === 1);
}

/** A message: '.'? name ('.' name)* '{' fields '}'. Nothing else has a brace after names. */
function messageOf(cursor: Cursor, dotted: number): Node | undefined {
  let ahead = dotted + 1;
  while (sees(cursor, ".", ahead) && next(cursor, ahead + 1).type === "name") ahead += 2;
  if (!sees(cursor, "{", ahead)) return undefined;
  cursor.index += ahead + 1;
  return highest(...list(cursor, "}", messageField, { lastComma: true }));
}

const reserved: ReadonlySet<string> = new Set(
  "as break const continue else for function if import let loop package namespace return var void while".split(" "),
);

function nameOrCall(cursor: Cursor, isDotted: boolean): Node {
  if (isDotted) cursor.index += 1;
  const { at } = next(cursor);
  const name = takeName(cursor);
  if (reserved.has(name)) throw new CelSyntaxError(`${name} at character ${at + 1} is a reserved word`, at);
  const whole = isDotted ? `.${name}` : name;
  if (!takes(cursor, "(")) return { height: 0, form: "name", name: whole };
  const args = list(cursor, ")", expression);
  return isDotted ? highest(...args) : checkMacro(highest(...args), name, args);
}

function mapEntry(cursor: Cursor): Node {
  const key = expression(cursor);
  expect(cursor, ":");
  return highest(key, expression(cursor));
}

function messageField(cursor: Cursor): Node {
  if (next(cursor).type === "escaped name") cursor.index += 1;
  else takeName(cursor);
  expect(cursor, ":");
  return expression(cursor);
}

/** What stands between brackets, up to the closing one. */
function list(
  cursor: Cursor,
  end: string,
  item: (cursor: Cursor) => Node,
  { lastComma = false } = {},
): readonly Node[] {
  const items: Node[] = [];
  if (takes(cursor, end)) return items;
  if (!(lastComma && sees(cursor, ","))) items.push(item(cursor));
  while (takes(cursor, ",")) {
    if (lastComma && sees(cursor, end)) break;
    if (items.length === 0) throw unexpected(cursor, end);
    items.push(item(cursor));
  }
  expect(cursor, end);
  return items;
}

function isSign(cursor: Cursor, signs: ReadonlySet<string>): boolean {
  const { type, text } = next(cursor);
  return type === "sign" && signs.has(text);
}

/** Reads by one rule, and forgets afterwards how deep it went. */
function within(cursor: Cursor, rule: Rule, read: () => Node): Node {
  const before = cursor.depth[rule];
  enter(cursor, rule);
  const node = read();
  cursor.depth[rule] = before;
  return node;
}

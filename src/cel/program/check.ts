import { CheckError } from "./check-error.js";
import { checkLiterals } from "./check-literals.js";
import { type Library, resultOf, unsupportedFunctions } from "./functions/index.js";
import { type Call, callOf, type Loop, literalOf, loopOf, type Node, presenceOf } from "./tree.js";
import { bool, dyn, emptyList, emptyMap, isDyn, isSame, join, listOf, showType, type Type, typeOf } from "./types.js";

/** What names stand for where an expression is checked. */
export interface CheckScope {
  readonly library: Library;
  readonly variables: ReadonlyMap<string, Type>;
  /** The types of what was checked: a call may ask for those of its arguments once more. */
  readonly known: Map<Node, Type>;
  /** Whether lists and maps may mix types, as they may inside of what format() is given. */
  readonly mixed?: boolean;
}

/** Types can be asked for by name, as in `type(x) == string`. */
const typeNames: ReadonlySet<string> = new Set([
  "bool",
  "double",
  "dyn",
  "int",
  "list",
  "map",
  "null_type",
  "string",
  "type",
]);

/** The type of an expression by cel-go's rules. Throws a CheckError for what has none, and for what is not supported. */
export function checkNode(node: Node, scope: CheckScope): Type {
  const type = scope.known.get(node) ?? typeOfNode(node, scope);
  scope.known.set(node, type);
  return type;
}

function typeOfNode(node: Node, scope: CheckScope): Type {
  const loop = loopOf(node);
  if (loop !== undefined) return checkLoop(loop, scope);
  const presence = presenceOf(node);
  if (presence !== undefined) {
    selected(checkNode(presence.target, scope), presence.field, node);
    return bool;
  }
  const call = callOf(node);
  if (call !== undefined) return checkCall(call, node, scope);
  switch (node.op) {
    case "value":
    case "-_":
      return literalType(literalOf(node), node);
    case "id":
      return nameType(node.args, node, scope);
    case ".":
      return selected(checkNode(node.args[0], scope), node.args[1], node);
    case ".?":
      return optionally(checkNode(node.args[0], scope), (type) => selected(type, node.args[1], node));
    case "list":
      return listOf(joined(node.args, scope) ?? emptyList.args[0] ?? dyn);
    case "map":
      return checkMap(node.args, scope);
    case "?:":
      return checkChoice(node.args, node, scope);
    case "&&":
    case "||":
      for (const part of node.args) expectBool(part, scope);
      return bool;
    default:
      throw new CheckError(`${node.op} is not supported here`, node.pos, true);
  }
}

function literalType(value: unknown, node: Node): Type {
  if (value === null) return typeOf("null_type");
  switch (typeof value) {
    case "boolean":
      return bool;
    case "bigint":
      return typeOf("int");
    case "number":
      return typeOf("double");
    case "string":
      return typeOf("string");
    default:
      throw new CheckError("unsigned numbers and bytes are not supported here", node.pos, true);
  }
}

function nameType(name: string, node: Node, { variables }: CheckScope): Type {
  const type = variables.get(name);
  if (type !== undefined) return type;
  if (typeNames.has(name)) return typeOf("type");
  throw new CheckError(`there is no variable ${name} here`, node.pos);
}

/** The type of a field of a value of the type. */
function selected(type: Type, field: string, node: Node): Type {
  if (isDyn(type)) return dyn;
  if (type.name === "map") return type.args[1] ?? dyn;
  if (type.name === "optional_type") return optionally(type, (inner) => selected(inner, field, node));
  const found = type.fields?.get(field);
  if (found !== undefined) return found;
  const message =
    type.fields === undefined ? `a ${showType(type)} has no fields` : `${type.name} has no field ${field}`;
  throw new CheckError(message, node.pos);
}

function optionally(type: Type, inner: (type: Type) => Type): Type {
  const value = type.name === "optional_type" ? (type.args[0] ?? dyn) : type;
  return { name: "optional_type", args: [inner(value)] };
}

/** Entries of one list must agree, as Kubernetes asks. Undefined where there are none. */
function joined(nodes: readonly Node[], scope: CheckScope): Type | undefined {
  let common: Type | undefined;
  for (const node of nodes) {
    const type = checkNode(node, scope);
    const mayStand = common === undefined || isSame(common, type);
    if (!mayStand && scope.mixed !== true) {
      const found = `${showType(common ?? dyn)} and ${showType(type)}`;
      throw new CheckError(`entries of one list or map must be of one type, found ${found}`, node.pos);
    }
    const next: Type = common === undefined ? type : (join(common, type) ?? dyn);
    common = next;
  }
  return common;
}

function checkMap(entries: readonly (readonly [Node, Node])[], scope: CheckScope): Type {
  const key = joined(
    entries.map(([node]) => node),
    scope,
  );
  const value = joined(
    entries.map(([, node]) => node),
    scope,
  );
  return key === undefined || value === undefined ? emptyMap : { name: "map", args: [key, value] };
}

function expectBool(node: Node, scope: CheckScope): void {
  const type = checkNode(node, scope);
  if (!isDyn(type) && type.name !== "bool")
    throw new CheckError(`a bool must stand here, not ${showType(type)}`, node.pos);
}

function checkChoice([condition, yes, no]: readonly [Node, Node, Node], node: Node, scope: CheckScope): Type {
  expectBool(condition, scope);
  const [one, other] = [checkNode(yes, scope), checkNode(no, scope)];
  const common = join(one, other);
  if (common !== undefined) return common;
  throw new CheckError(
    `both results of ? must be of one type, found ${showType(one)} and ${showType(other)}`,
    node.pos,
  );
}

function checkLoop({ over, variable, condition, transform, name }: Loop, scope: CheckScope): Type {
  const range = checkNode(over, scope);
  if (!isDyn(range) && range.name !== "list" && range.name !== "map") {
    throw new CheckError(`${name} goes through lists and maps, not through a ${showType(range)}`, over.pos);
  }
  const item = isDyn(range) ? dyn : (range.args[0] ?? dyn);
  const inner = { ...scope, variables: new Map([...scope.variables, [variable, item]]) };
  if (condition !== undefined) expectBool(condition, inner);
  if (name === "filter") return listOf(item);
  return transform === undefined ? bool : listOf(checkNode(transform, inner));
}

function checkCall({ name, args }: Call, node: Node, scope: CheckScope): Type {
  checkChain(node);
  const candidates = scope.library.get(name);
  const plain = name.replace(/^.*\./, "");
  if (candidates === undefined) {
    if (["all", "exists", "exists_one"].includes(plain) && args.length === 4) {
      throw new CheckError(`${plain} with two variables is not supported here`, node.pos, true);
    }
    if (plain === "has") throw new CheckError("has() takes a field, as in has(object.spec)", node.pos);
    if (unsupportedFunctions.has(plain))
      throw new CheckError(`the function ${plain} is not supported here`, node.pos, true);
    throw new CheckError(`there is no function ${plain}`, node.pos);
  }
  const inner = plain === "format" ? { ...scope, mixed: true } : scope;
  const types = args.map((arg) => checkNode(arg, inner));
  checkLiterals(plain, args, scope.library, (arg) => checkNode(arg, inner));
  const result = resultOf(candidates, types);
  if (result !== undefined) return result;
  throw new CheckError(`${showName(plain)} takes no ${types.map(showType).join(", ")}`, node.pos);
}

function showName(name: string): string {
  return name.replace(/_/g, "") === "" ? name : name.replace(/^_|_$/g, "");
}

/** In CEL all comparisons bind alike; the parser takes `a == b < c` for `a == (b < c)`. */
function checkChain(node: Node): void {
  if (node.op !== "==" && node.op !== "!=") return;
  const right = node.args[1];
  const isRelation = ["<", "<=", ">", ">=", "in"].includes(right.op);
  if (isRelation && !node.input.slice(0, right.start).trimEnd().endsWith("(")) {
    throw new CheckError("comparisons after one another are not supported here without parentheses", node.pos, true);
  }
}

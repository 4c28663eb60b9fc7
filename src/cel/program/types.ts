/** The static type of a part of an expression. Letters (`A`) stand for any type, the same one throughout a signature. */
export interface Type {
  readonly name: string;
  readonly args: readonly Type[];
  /** Of a type with named fields; there are no others to select from it. */
  readonly fields?: ReadonlyMap<string, Type>;
}

export const dyn: Type = { name: "dyn", args: [] };
export const bool: Type = { name: "bool", args: [] };
/** The element of an empty list: it fits everywhere. */
const free: Type = { name: "free", args: [] };
export const emptyList: Type = { name: "list", args: [free] };
export const emptyMap: Type = { name: "map", args: [free, free] };

/** A type by its name, as in `map<string, list<A>>`. */
export function typeOf(text: string): Type {
  const open = text.indexOf("<");
  if (open < 0) return { name: text.trim(), args: [] };
  const args = splitList(text.slice(open + 1, text.lastIndexOf(">")));
  return { name: text.slice(0, open).trim(), args: args.map(typeOf) };
}

/** A type with named fields. */
export function objectType(name: string, fields: Readonly<Record<string, Type>>): Type {
  return { name, args: [], fields: new Map(Object.entries(fields)) };
}

/** Cuts a list at the commas that stand outside of angle brackets. */
export function splitList(text: string): readonly string[] {
  const items: string[] = [];
  let depth = 0;
  let start = 0;
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] === "<") depth += 1;
    else if (text[at] === ">") depth -= 1;
    else if (text[at] === "," && depth === 0) {
      items.push(text.slice(start, at));
      start = at + 1;
    }
  }
  return text.trim() === "" ? [] : [...items, text.slice(start)];
}

export function listOf(item: Type): Type {
  return { name: "list", args: [item] };
}

export function isDyn(type: Type): boolean {
  return type.name === "dyn" || type.name === "free";
}

/** As error messages name it. */
export function showType({ name, args }: Type): string {
  if (name === "free") return "dyn";
  return args.length === 0 ? name : `${name}(${args.map(showType).join(", ")})`;
}

/** What letters of a signature stand for so far. */
export type Bindings = Map<string, Type>;

function isLetter({ name }: Type): boolean {
  return /^[A-Z]$/.test(name);
}

/** Types that null may stand for, as cel-go has it. */
const nullable: ReadonlySet<string> = new Set(["google.protobuf.Duration", "kubernetes.URL", "optional_type"]);

/** Whether a value of the type `from` may stand where `to` is asked for; what is not known until run time may. */
export function fits(to: Type, from: Type, bindings: Bindings): boolean {
  if (isLetter(to)) {
    const bound = bindings.get(to.name);
    const common = bound === undefined ? from : join(bound, from);
    if (common === undefined) return false;
    bindings.set(to.name, common);
    return true;
  }
  if (isDyn(to) || isDyn(from)) return true;
  if (from.name === "null_type" && nullable.has(to.name)) return true;
  if (to.name !== from.name || to.args.length !== from.args.length) return false;
  return to.args.every((arg, index) => fits(arg, from.args[index] ?? dyn, bindings));
}

/** Whether two types are the same, but for what is open in them. */
export function isSame(one: Type, other: Type): boolean {
  if (one.name === "free" || other.name === "free") return true;
  return one.name === other.name && one.args.every((arg, index) => isSame(arg, other.args[index] ?? dyn));
}

/** Whether letters of the type stayed open. */
export function isOpen(type: Type, bindings: Bindings): boolean {
  return isLetter(type) ? !bindings.has(type.name) : type.args.some((arg) => isOpen(arg, bindings));
}

/** The type that letters make of a result; what stayed open may become anything. */
export function resolveType(type: Type, bindings: Bindings): Type {
  if (isLetter(type)) return bindings.get(type.name) ?? free;
  if (type.args.length === 0) return type;
  return { ...type, args: type.args.map((arg) => resolveType(arg, bindings)) };
}

/** The most general of two types; undefined where no value can be of both. */
export function join(one: Type, other: Type): Type | undefined {
  if (one.name === "free") return other;
  if (other.name === "free") return one;
  if (isDyn(one) || isDyn(other)) return dyn;
  if (one.name !== other.name) return undefined;
  const args = one.args.map((arg, index) => join(arg, other.args[index] ?? dyn));
  return args.includes(undefined) ? undefined : { ...one, args: args as Type[] };
}

import { schemaFindings } from "../findings/schema.js";
import { isJsonObject, type JsonPath, type JsonValue } from "../model/index.js";
import { type Check, maxProblems, noProblems, type Problem } from "./problem.js";
import { type JsonSchema, resolve } from "./schema/json-schema.js";
import { showPath, showValue } from "./show.js";

/** A list whose entries must differ. */
interface UniqueList {
  /** From the document; null is every entry of a list or map. */
  readonly steps: readonly (string | null)[];
  /** Fields that together tell entries apart; none where the entries themselves must differ. */
  readonly keys: readonly string[];
}

/** Schemas are searched this deep; Istio's deepest has half of it. */
const maxDepth = 40;

/**
 * Entries that repeat in lists of x-kubernetes-list-type map or set. A walk along the few such lists of a kind rather than a
 * keyword of ajv: both entries can be named, and a kind without such lists costs nothing. They are looked for at the first
 * document of the kind.
 */
export function uniqueCheck(root: JsonSchema): Check {
  let lists: readonly UniqueList[] | undefined;
  return ({ document }) => {
    lists ??= findLists(root, root, []);
    if (lists.length === 0) return noProblems;
    const problems: Problem[] = [];
    for (const { steps, keys } of lists) collect(document, [], steps, keys, problems);
    return problems.length === 0 ? noProblems : problems;
  };
}

function findLists(root: JsonSchema, schema: JsonSchema, steps: readonly (string | null)[]): readonly UniqueList[] {
  if (steps.length > maxDepth) return [];
  const { properties, items, additionalProperties, ...self } = resolve(root, schema);
  const type = self["x-kubernetes-list-type"];
  const here =
    type === "map" || type === "set"
      ? [{ steps, keys: type === "map" ? (self["x-kubernetes-list-map-keys"] ?? []) : [] }]
      : [];
  const fields = Object.entries(properties ?? {}).flatMap(([name, child]) => findLists(root, child, [...steps, name]));
  const entries = [items, additionalProperties].flatMap((child) =>
    typeof child === "object" ? findLists(root, child, [...steps, null]) : [],
  );
  return [...here, ...fields, ...entries];
}

/** Goes on to the lists that the steps lead to. */
function collect(
  value: JsonValue | undefined,
  path: JsonPath,
  steps: readonly (string | null)[],
  keys: readonly string[],
  problems: Problem[],
): void {
  const step = steps[path.length];
  if (step === undefined) {
    if (Array.isArray(value)) compare(value, path, keys, problems);
  } else if (step !== null) {
    if (isJsonObject(value) && Object.hasOwn(value, step)) collect(value[step], [...path, step], steps, keys, problems);
  } else if (Array.isArray(value)) {
    for (const [index, entry] of value.entries()) collect(entry, [...path, index], steps, keys, problems);
  } else if (isJsonObject(value)) {
    for (const [key, entry] of Object.entries(value)) collect(entry, [...path, key], steps, keys, problems);
  }
}

function compare(entries: readonly JsonValue[], path: JsonPath, keys: readonly string[], problems: Problem[]): void {
  const first = new Map<string, number>();
  for (const [index, entry] of entries.entries()) {
    const identity = identify(entry, keys);
    if (identity === undefined) continue;
    const earlier = first.get(identity);
    if (earlier === undefined) first.set(identity, index);
    else if (problems.length <= maxProblems) problems.push(repeated(path, index, earlier, entry, keys));
  }
}

/** Equal for entries that repeat; undefined where a key is missing or no scalar, which is the schema's to say. */
function identify(entry: JsonValue, keys: readonly string[]): string | undefined {
  const values = identifying(entry, keys);
  return values.every(isScalar) ? JSON.stringify(values) : undefined;
}

function identifying(entry: JsonValue, keys: readonly string[]): readonly (JsonValue | undefined)[] {
  if (keys.length === 0) return [entry];
  return keys.map((key) => (isJsonObject(entry) && Object.hasOwn(entry, key) ? entry[key] : undefined));
}

function isScalar(value: JsonValue | undefined): boolean {
  return value !== undefined && typeof value !== "object";
}

function repeated(path: JsonPath, index: number, earlier: number, entry: JsonValue, keys: readonly string[]): Problem {
  const what = keys.length === 0 ? "value" : keys.join(" and ");
  const values = identifying(entry, keys).map(showValue);
  return {
    row: schemaFindings.duplicateEntry,
    path: [...path, index, ...keys.slice(0, 1)],
    target: "value",
    message: `${showPath([...path, index])} has the same ${what} as ${showPath([...path, earlier])}: ${values.join(" and ")}`,
    remedy: `give it another ${what}, or remove one of the two`,
  };
}

import { parseFindings } from "../findings/parse.js";
import { finding } from "../findings/row.js";
import { type Finding, isJsonObject, type JsonObject, type JsonValue } from "../model/index.js";
import type { Chunk } from "./chunk.js";
import { isServedKind } from "./classify.js";
import type { Document } from "./outcome.js";
import { locator, positionsOf } from "./yaml/positions.js";
import { readYaml } from "./yaml/read.js";

/** Lists in lists, as kubectl takes them; nobody writes more than one. */
const maxListDepth = 4;

/** An apiVersion of a served group, wherever it stands. The groups alone are also prefixes of annotations. */
const istioApiVersion = /\b(?:extensions|networking|security|telemetry)\.istio\.io\/v\d/;

/** The documents of a chunk: itself, or the items of a list, unfolded. Throws YamlError where it cannot be read. */
export function* documentsOf(file: string, { text, line }: Chunk): Iterable<Document | Finding> {
  const { value, start } = readYaml(text);
  const positionAt = positionsOf(text, line);
  const root: Document = {
    value,
    file,
    position: () => positionAt(start),
    locate: locator(text, positionAt),
    meantForIstio: () => istioApiVersion.test(text),
  };
  yield* unfold(root, 0);
}

function* unfold(document: Document, depth: number): Iterable<Document | Finding> {
  const { value, file, locate } = document;
  const list = isJsonObject(value) && isList(value) ? value : undefined;
  if (list === undefined) {
    yield document;
    return;
  }
  const items = list.items ?? [];
  if (!Array.isArray(items) || depth >= maxListDepth) {
    const deep = Array.isArray(items);
    const message = deep ? `lists are nested more than ${maxListDepth} deep` : "the items of this list are not a list";
    const remedy = deep ? "put the items into one list" : "write each item after a dash, or separate documents by ---";
    yield finding(parseFindings.list, { file, ...locate(["items"], "key") }, message, remedy);
    return;
  }
  for (const [index, item] of (items as readonly JsonValue[]).entries()) {
    const first = isJsonObject(item) ? Object.keys(item).slice(0, 1) : [];
    const itemDocument: Document = {
      ...document,
      value: inheritKind(list, item),
      position: () => locate(["items", index, ...first], "key"),
      locate: (path, target, offset) => locate(["items", index, ...path], target, offset),
    };
    yield* unfold(itemDocument, depth + 1);
  }
}

function isList({ kind, items }: JsonObject): boolean {
  if (typeof kind !== "string" || !kind.endsWith("List") || items === undefined) return false;
  return Array.isArray(items) || kind === "List" || isServedKind(kind.slice(0, -"List".length));
}

/** Items of a list as the API server returns it may leave out what the list says. */
function inheritKind(list: JsonObject, item: JsonValue): JsonValue {
  if (!isJsonObject(item) || item.kind !== undefined || item.apiVersion !== undefined) return item;
  const { apiVersion, kind } = list;
  if (typeof kind !== "string" || kind === "List" || apiVersion === undefined) return item;
  return { apiVersion, kind: kind.slice(0, -"List".length), ...item };
}

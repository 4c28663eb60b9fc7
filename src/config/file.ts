import { dirname, resolve } from "node:path";
import {
  isJsonObject,
  type JsonObject,
  type JsonPath,
  type JsonValue,
  type Locate,
  UsageError,
} from "../model/index.js";
import { readTextFile } from "../util/text-file.js";
import { checkAgainstSchema, pathText } from "./schema.js";
import type { Origin, Setting, Settings } from "./setting.js";
import { parsePlacedYaml } from "./yaml.js";

/** Far more than any list of repositories needs. */
export const maxConfigBytes = 1024 * 1024;

/** Reads gitxds.yaml. Throws UsageError with `FILE:line:column` for the first thing in it that is wrong. */
export function readConfigFile(file: string, cwd: string): Settings {
  const fail = (what: string, remedy: string) => new UsageError(`--config: ${file} ${what}`, remedy);
  const text = readTextFile(resolve(cwd, file), maxConfigBytes, fail, "pass the path of a gitxds.yaml");
  const parsed = parsePlacedYaml(text);
  if ("reason" in parsed) {
    const { line, column } = parsed.position;
    throw new UsageError(`${file}:${line}:${column}: not YAML that can be read: ${parsed.reason}`, "correct the file");
  }
  const { value, locate } = parsed;
  rejectMismatch(file, value, locate);
  return settingsOf(value as JsonObject, placer(file, dirname(resolve(cwd, file)), locate));
}

function rejectMismatch(file: string, value: JsonValue, locate: Locate): void {
  const placed = checkAgainstSchema(value).map((mismatch) => ({
    ...mismatch,
    position: locate(mismatch.path, mismatch.target),
  }));
  placed.sort((a, b) => a.position.line - b.position.line || a.position.column - b.position.column);
  const [first] = placed;
  if (first === undefined) return;
  const { position, what, remedy } = first;
  throw new UsageError(`${file}:${position.line}:${position.column}: ${what}`, remedy);
}

type OriginOf = (path: JsonPath) => Origin;

function placer(file: string, base: string, locate: Locate): OriginOf {
  return (path) => {
    const { line, column } = locate(path);
    return { where: `${file}:${line}:${column}: ${pathText(path)}`, base };
  };
}

/** The document is of the schema's shape by now. */
function settingsOf(document: JsonObject, originOf: OriginOf): Settings {
  const settings = withOrigins(document, [], originOf);
  const placed = Object.entries(settings).map(([key, setting]) => [key, withInner(key, setting, originOf)]);
  return Object.fromEntries(placed);
}

/** Keys whose value is a mapping of settings, and those whose value is a list of such mappings. */
const mappings: ReadonlySet<string> = new Set<keyof Settings>(["analysis", "defaults", "policies"]);
const lists: ReadonlySet<string> = new Set<keyof Settings>(["listeners", "sources"]);

function withInner(key: string, setting: Setting<JsonValue>, originOf: OriginOf): Setting<unknown> {
  if (mappings.has(key)) return { ...setting, value: withOrigins(setting.value, [key], originOf) };
  if (!lists.has(key) || !Array.isArray(setting.value)) return setting;
  return { ...setting, value: setting.value.map((entry, index) => withOrigins(entry, [key, index], originOf)) };
}

function withOrigins(object: JsonValue, path: JsonPath, originOf: OriginOf): Record<string, Setting<JsonValue>> {
  const entries = Object.entries(isJsonObject(object) ? object : {});
  return Object.fromEntries(entries.map(([key, value]) => [key, { value, origin: originOf([...path, key]) }]));
}

import { isJsonObject, type JsonObject, type JsonValue, type MeshSettings } from "../model/index.js";
import { readTextFile } from "../util/text-file.js";
import { badSetting, type Setting, shown } from "./setting.js";
import { parsePlacedYaml } from "./yaml.js";

/** What a ConfigMap can hold. */
const maxBytes = 1024 * 1024;

const remedy = "pass the MeshConfig itself, or the ConfigMap istio whose data.mesh holds it";

/**
 * Reads of a MeshConfig what analysis needs. The file holds the MeshConfig, or a ConfigMap with it in `data.mesh`, which is
 * what `kubectl get configmap istio -o yaml` prints. What else stands there is istiod's affair.
 */
export function readMeshConfig({ value, origin }: Setting<string>, path: string): MeshSettings {
  const fail: Fail = (what, instead = remedy) => badSetting(origin, `${value} ${what}`, instead);
  const document = parse(readTextFile(path, maxBytes, fail, remedy), "", fail);
  if (document.kind === undefined) return settingsOf(document, fail);
  if (document.kind !== "ConfigMap") throw fail(`is of kind ${shown(document.kind)}`);
  const mesh = isJsonObject(document.data) ? document.data.mesh : undefined;
  if (typeof mesh !== "string") throw fail("is a ConfigMap without data.mesh");
  return settingsOf(parse(mesh, " in data.mesh", fail), fail);
}

type Fail = (what: string, remedy?: string) => Error;

function parse(text: string, where: string, fail: Fail): JsonObject {
  const parsed = parsePlacedYaml(text);
  if ("reason" in parsed) {
    const { line, column } = parsed.position;
    throw fail(`cannot be read as YAML${where}, line ${line}, column ${column}: ${parsed.reason}`, "correct the file");
  }
  if (!isJsonObject(parsed.value)) throw fail(`holds ${shown(parsed.value)}${where}`);
  return parsed.value;
}

function settingsOf(mesh: JsonObject, fail: Fail): MeshSettings {
  const proxy = objectIn(objectIn(mesh, "defaultConfig", fail), "proxyMetadata", fail);
  const isOn = (name: string) => proxy[name] === "true";
  return {
    logsByDefault: listIn(objectIn(mesh, "defaultProviders", fail), "accessLogging", fail).length > 0,
    lightstepProviders: listIn(mesh, "extensionProviders", fail).flatMap((provider) =>
      isJsonObject(provider) && isJsonObject(provider.lightstep) && typeof provider.name === "string"
        ? [provider.name]
        : [],
    ),
    allocatesAddresses:
      isOn("ISTIO_META_DNS_CAPTURE") && (isOn("ISTIO_META_DNS_AUTO_ALLOCATE") || isOn("PILOT_ENABLE_IP_AUTOALLOCATE")),
  };
}

function objectIn(parent: JsonObject, key: string, fail: Fail): JsonObject {
  const value = valueIn(parent, key) ?? {};
  if (!isJsonObject(value)) throw fail(`has ${shown(value)} as ${key}`, `make ${key} a mapping, as istiod reads it`);
  return value;
}

function listIn(parent: JsonObject, key: string, fail: Fail): readonly JsonValue[] {
  const value = valueIn(parent, key) ?? [];
  if (!Array.isArray(value)) throw fail(`has ${shown(value)} as ${key}`, `make ${key} a list, as istiod reads it`);
  return value;
}

/** protobuf takes a field by its name in the .proto, too. */
function valueIn(parent: JsonObject, key: string): JsonValue | undefined {
  return parent[key] ?? parent[key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)];
}

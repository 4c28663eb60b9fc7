import { type Value, watchedMap } from "../cel/program/index.js";
import { kindOf } from "../collections/kinds.js";
import { isJsonObject, type JsonValue, type Resource } from "../model/index.js";
import { setByServer } from "./knowable.js";
import { versionOf } from "./matches.js";

/** What expressions see of a resource that is applied, under one version of its kind. */
export function subjectOf(resource: Resource, version: string): ReadonlyMap<Value, Value> {
  const { group, plural } = kindOf(resource.kind);
  const { kind, namespace, name } = resource;
  const own = versionOf(resource);
  return new Map<Value, Value>([
    ["object", objectOf(resource, `${group}/${version}`)],
    ["oldObject", null],
    ["namespaceObject", mapOf({ metadata: mapOf({ name: namespace }) })],
    [
      "request",
      mapOf({
        kind: mapOf({ group, version, kind }),
        resource: mapOf({ group, version, resource: plural }),
        subResource: "",
        requestKind: mapOf({ group, version: own, kind }),
        requestResource: mapOf({ group, version: own, resource: plural }),
        requestSubResource: "",
        name,
        namespace,
        operation: "CREATE",
        dryRun: false,
      }),
    ],
  ]);
}

function mapOf(entries: Readonly<Record<string, Value>>): ReadonlyMap<Value, Value> {
  return new Map(Object.entries(entries));
}

/** The document as the API server would have it: with its namespace, in the version that was matched. */
function objectOf({ document, namespace }: Resource, apiVersion: string): Value {
  const entries = Object.entries(document).map(([key, value]) => {
    if (key === "apiVersion") return [key, apiVersion] as const;
    return [key, key === "metadata" ? metadataOf(value, namespace) : toValue(value)] as const;
  });
  return new Map<Value, Value>(entries);
}

/** What the server adds to metadata is not known, so that an expression that comes across it must fail. */
function metadataOf(metadata: JsonValue, namespace: string): Value {
  const entries = isJsonObject(metadata) ? { ...metadata, namespace } : { namespace };
  return watchedMap(
    Object.entries(entries).map(([key, value]) => [key, toValue(value)] as const),
    (key) => (setByServer.has(String(key)) ? `metadata.${String(key)} is set by the API server` : undefined),
  );
}

/** Whole numbers are integers, as when Kubernetes reads them. */
function toValue(value: JsonValue): Value {
  if (typeof value === "number") return Number.isInteger(value) ? BigInt(value) : value;
  if (Array.isArray(value)) return (value as readonly JsonValue[]).map(toValue);
  if (!isJsonObject(value)) return value as Value;
  return new Map<Value, Value>(Object.entries(value).map(([key, entry]) => [key, toValue(entry)] as const));
}

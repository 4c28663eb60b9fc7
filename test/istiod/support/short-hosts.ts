import { isJsonObject, type JsonObject, type JsonValue } from "../../../src/model/index.js";
import type { StoredResource } from "./istiod.js";

/**
 * The resource with its short hosts written out, as gitxds sends them. Independent of src/proto on purpose: it looks for
 * keys by name, where that walks the messages.
 */
export function writeOutHosts(resource: StoredResource): StoredResource {
  const { kind, spec, metadata } = resource;
  if (spec === undefined) return resource;
  const full = (host: JsonValue | undefined) => fullHost(String(host), metadata.namespace);
  if (kind === "DestinationRule") return { ...resource, spec: { ...spec, host: full(spec.host) } };
  if (kind !== "VirtualService") return resource;
  const destinations = mapObjects(spec, (object, key) =>
    key === "destination" || key === "mirror" ? { ...object, host: full(object.host) } : object,
  );
  return { ...resource, spec: { ...destinations, ...(Array.isArray(spec.hosts) && { hosts: spec.hosts.map(full) }) } };
}

function fullHost(host: string, namespace: string): string {
  return host === "*" || /[.:]/.test(host) ? host : `${host}.${namespace}.svc.cluster.local`;
}

/** Rebuilds the object from the inside out; `change` sees each object with the key that holds it. */
function mapObjects(object: JsonObject, change: (object: JsonObject, key: string) => JsonObject, key = ""): JsonObject {
  const mapValue = (value: JsonValue, name: string): JsonValue => {
    if (Array.isArray(value)) return value.map((item) => mapValue(item, name));
    return isJsonObject(value) ? mapObjects(value, change, name) : value;
  };
  return change(Object.fromEntries(Object.entries(object).map(([name, value]) => [name, mapValue(value, name)])), key);
}

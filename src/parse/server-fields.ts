import { serverFields } from "../collections/server-fields.js";
import { isJsonObject, type JsonObject, type JsonValue } from "../model/index.js";

const ownedByServer: ReadonlySet<string> = new Set(serverFields);

/** kubectl's copy of what was applied last. No reader of policy looks at it, and it differs where the policy is equal. */
const lastApplied = "kubectl.kubernetes.io/last-applied-configuration";

/**
 * The document without what a cluster adds to it, so that the output of `kubectl get -o yaml` equals the file that was
 * applied: status, the server's metadata, a creationTimestamp of null, and kubectl's annotation.
 */
export function dropServerFields(document: JsonObject): JsonObject {
  const { metadata } = document;
  const cleaned = isJsonObject(metadata) ? cleanMetadata(metadata) : metadata;
  if (cleaned === metadata && !Object.hasOwn(document, "status")) return document;
  return mapEntries(document, (key, value) => {
    if (key === "status") return undefined;
    return key === "metadata" ? cleaned : value;
  });
}

function cleanMetadata(metadata: JsonObject): JsonObject {
  const isDropped = (key: string, value: JsonValue) =>
    ownedByServer.has(key) || (key === "creationTimestamp" && value === null);
  const applied = isJsonObject(metadata.annotations) && Object.hasOwn(metadata.annotations, lastApplied);
  if (!applied && !Object.entries(metadata).some(([key, value]) => isDropped(key, value))) return metadata;
  return mapEntries(metadata, (key, value) => {
    if (isDropped(key, value)) return undefined;
    return key === "annotations" && isJsonObject(value) ? cleanAnnotations(value) : value;
  });
}

function cleanAnnotations(annotations: JsonObject): JsonObject | undefined {
  const kept = mapEntries(annotations, (key, value) => (key === lastApplied ? undefined : value));
  return Object.keys(kept).length === 0 ? undefined : kept;
}

/** A copy with each value replaced, or left out where the result is undefined. */
function mapEntries(object: JsonObject, replace: (key: string, value: JsonValue) => JsonValue | undefined): JsonObject {
  const entries: [string, JsonValue][] = [];
  for (const [key, value] of Object.entries(object)) {
    const replaced = replace(key, value);
    if (replaced !== undefined) entries.push([key, replaced]);
  }
  return Object.fromEntries(entries);
}

import { kindOf } from "../collections/kinds.js";
import {
  type EncodedResource,
  isJsonObject,
  type JsonObject,
  type JsonValue,
  type Resource,
  resourceName,
} from "../model/index.js";
import { encodeBody, encodeVersioned, expandShortHosts } from "../proto/index.js";
import { contentHash } from "../util/hash.js";

/**
 * create_time of a resource whose YAML gives none. One fixed instant: istiod breaks ties by it, then by name, so the
 * moment of a clone or a restart must not matter. An early one, because beside a k8s:// source the older wins.
 */
export const defaultCreateTime = "2000-01-01T00:00:00Z";

/**
 * Turns a valid resource into the bytes that istiod takes. Throws proto's EncodeError, with the path in the document,
 * where the content has no encoding.
 */
export function encodeForServing(resource: Resource, domainSuffix: string): EncodedResource {
  const spec = resource.document.spec;
  const metadata = resource.document.metadata;
  const meta = isJsonObject(metadata) ? metadata : {};
  const { message } = kindOf(resource.kind);
  const expanded = expandShortHosts(resource.kind, isJsonObject(spec) ? spec : {}, resource.namespace, domainSuffix);
  const content = {
    name: resourceName(resource.namespace, resource.name),
    createTime: typeof meta.creationTimestamp === "string" ? meta.creationTimestamp : defaultCreateTime,
    labels: textMap(meta.labels),
    annotations: textMap(meta.annotations),
    body: { typeUrl: `type.googleapis.com/${message}`, value: encodeBody(message, expanded) },
  };
  const { version, bytes } = encodeVersioned(content, contentHash);
  return {
    kind: resource.kind,
    name: content.name,
    version,
    bytes,
    file: resource.file,
    position: resource.position,
  };
}

function textMap(value: JsonValue | undefined): Readonly<Record<string, string>> {
  const entries = isJsonObject(value) ? Object.entries(value as JsonObject) : [];
  return Object.fromEntries(entries.filter((entry): entry is [string, string] => typeof entry[1] === "string"));
}

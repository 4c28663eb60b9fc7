import protobuf from "protobufjs/light.js";
import { misfit } from "./cursor.js";
import { decodeMessage, encodeMessage, messageType } from "./descriptor.js";
import { encodeAt } from "./encode.js";
import { EncodeError } from "./encode-error.js";
import { fieldLength, lengthPrefix, textField } from "./framing.js";
import { formatTimestamp, timestampForm } from "./timestamp.js";

/** A configuration object as it travels: metadata around the message of its kind. */
export interface WireResource {
  /** `namespace/name`. */
  readonly name: string;
  /** Empty while it is not known. */
  readonly version: string;
  /** RFC 3339. */
  readonly createTime: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  /** A google.protobuf.Any. */
  readonly body: { readonly typeUrl: string; readonly value: Uint8Array };
}

interface WireContent {
  readonly metadata: WireMetadata | null;
  readonly body: WireAny | null;
}

interface WireMetadata {
  readonly name: string;
  readonly version: string;
  /** The seconds are a Long, which Number() takes. */
  readonly create_time: { readonly seconds: unknown; readonly nanos: number } | null;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

interface WireAny {
  readonly type_url: string;
  readonly value: Uint8Array;
}

const metadataName = "istio.mcp.v1alpha1.Metadata";
const resourceName = "istio.mcp.v1alpha1.Resource";
const metadataType = messageType(metadataName);
const resourceType = messageType(resourceName);
const anyType = messageType("google.protobuf.Any");
/** What an Any calls such an object. */
export const resourceTypeUrl = `type.googleapis.com/${resourceName}`;

/**
 * The bytes of a google.protobuf.Any that holds an istio.mcp.v1alpha1.Resource, labels and annotations sorted. Throws an
 * EncodeError, its path starting with `metadata`, where the time cannot be read or a text has no UTF-8 form.
 */
export function encodeResource({ version, ...content }: WireResource): Uint8Array {
  return assemble(encodeParts(content), version);
}

/** As encodeResource, with the version that `versionOf` gives to the bytes of the resource without one. */
export function encodeVersioned(
  content: Omit<WireResource, "version">,
  versionOf: (unversioned: Uint8Array) => string,
): { readonly version: string; readonly bytes: Uint8Array } {
  const parts = encodeParts(content);
  const version = versionOf(assemble(parts, ""));
  return { version, bytes: assemble(parts, version) };
}

/** What a resource is made of, but for its version, which stands between the metadata's fields 2 and 4. */
interface Parts {
  readonly before: Uint8Array;
  readonly after: Uint8Array;
  readonly body: Uint8Array;
}

function encodeParts({ name, createTime, labels, annotations, body }: Omit<WireResource, "version">): Parts {
  return {
    before: encodeName(name, createTime),
    after: encodeAt(metadataName, { labels, annotations }, "metadata"),
    body: encodeMessage(anyType, { type_url: body.typeUrl, value: body.value }),
  };
}

/** In the document, create_time is creationTimestamp. */
function encodeName(name: string, createTime: string): Uint8Array {
  try {
    return encodeAt(metadataName, { name, createTime }, "metadata");
  } catch (error) {
    if (!(error instanceof EncodeError) || error.path[1] !== "createTime") throw error;
    return misfit({ path: ["metadata", "creationTimestamp"] }, timestampForm, createTime);
  }
}

function assemble({ before, after, body }: Parts, version: string): Uint8Array {
  const versionField = version === "" ? new Uint8Array() : textField(protobuf.Writer.create(), 3, version).finish();
  const metadataLength = before.length + versionField.length + after.length;
  const writer = textField(protobuf.Writer.create(), 1, resourceTypeUrl);
  lengthPrefix(writer, 2, fieldLength(metadataLength) + fieldLength(body.length));
  lengthPrefix(writer, 1, metadataLength).raw(before).raw(versionField).raw(after);
  lengthPrefix(writer, 2, body.length).raw(body);
  // A copy, because what protobufjs gives is a slice that would keep a larger buffer alive.
  return new Uint8Array(writer.finish());
}

/** The inverse of encodeResource. Throws on bytes that are not such an Any. */
export function decodeResource(any: Uint8Array): WireResource {
  const outer = decodeMessage<WireAny>(anyType, any);
  if (outer.type_url !== resourceTypeUrl)
    throw new Error(`the Any holds ${JSON.stringify(outer.type_url)}, not ${resourceName}`);
  const { metadata, body } = decodeMessage<WireContent>(resourceType, outer.value);
  const { name, version, create_time, labels, annotations } =
    metadata ?? decodeMessage<WireMetadata>(metadataType, new Uint8Array());
  return {
    name,
    version,
    createTime:
      create_time === null ? "" : formatTimestamp({ seconds: Number(create_time.seconds), nanos: create_time.nanos }),
    labels,
    annotations,
    body: { typeUrl: body?.type_url ?? "", value: body?.value ?? new Uint8Array() },
  };
}

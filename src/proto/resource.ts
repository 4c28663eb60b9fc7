import protobuf from "protobufjs/light.js";
import { misfit } from "./cursor.js";
import { decodeMessage, encodeMessage, messageType } from "./descriptor.js";
import { encodeAt } from "./encode.js";
import { EncodeError } from "./encode-error.js";
import { lengthPrefix } from "./framing.js";
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
const resourceTypeUrl = `type.googleapis.com/${resourceName}`;

/**
 * The bytes of a google.protobuf.Any that holds an istio.mcp.v1alpha1.Resource, labels and annotations sorted. Throws an
 * EncodeError, its path starting with `metadata`, where the time cannot be read or a text has no UTF-8 form.
 */
export function encodeResource({ body, ...metadata }: WireResource): Uint8Array {
  const head = encodeMetadata(metadata);
  const any = encodeMessage(anyType, { type_url: body.typeUrl, value: body.value });
  const writer = protobuf.Writer.create();
  lengthPrefix(writer, 1, head.length).raw(head);
  lengthPrefix(writer, 2, any.length).raw(any);
  // A copy, because what protobufjs gives is a slice that would keep a larger buffer alive.
  return new Uint8Array(encodeMessage(anyType, { type_url: resourceTypeUrl, value: writer.finish() }));
}

/** In the document, create_time is creationTimestamp. */
function encodeMetadata({ name, createTime, version, labels, annotations }: Omit<WireResource, "body">): Uint8Array {
  try {
    return encodeAt(metadataName, { name, createTime, version, labels, annotations }, "metadata");
  } catch (error) {
    if (!(error instanceof EncodeError) || error.path[1] !== "createTime") throw error;
    return misfit({ path: ["metadata", "creationTimestamp"] }, timestampForm, createTime);
  }
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

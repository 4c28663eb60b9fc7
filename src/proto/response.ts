import protobuf from "protobufjs/light.js";
import { decodeMessage, encodeMessage, messageType } from "./descriptor.js";
import { lengthPrefix, textField } from "./framing.js";

/** State of the world, server to client, as a client reads it. */
export interface DiscoveryResponse {
  readonly versionInfo: string;
  readonly typeUrl: string;
  readonly nonce: string;
  /** `control_plane.identifier`. */
  readonly controlPlane: string;
  /** Each the bytes of a google.protobuf.Any. */
  readonly resources: readonly Uint8Array[];
}

/** One resource of a delta response. */
export interface DeltaResource {
  readonly name: string;
  readonly version: string;
  /** The bytes of a google.protobuf.Any. */
  readonly any: Uint8Array;
}

/** Incremental, server to client. */
export interface DeltaDiscoveryResponse {
  readonly systemVersionInfo: string;
  readonly typeUrl: string;
  readonly nonce: string;
  /** `control_plane.identifier`. */
  readonly controlPlane: string;
  readonly resources: readonly DeltaResource[];
  readonly removedResources: readonly string[];
}

interface WireResponse {
  readonly version_info: string;
  readonly resources: readonly object[];
  readonly type_url: string;
  readonly nonce: string;
  readonly control_plane: { readonly identifier: string } | null;
}

interface WireDeltaResponse {
  readonly system_version_info: string;
  readonly resources: readonly { readonly name: string; readonly version: string; readonly resource: object | null }[];
  readonly type_url: string;
  readonly nonce: string;
  readonly removed_resources: readonly string[];
  readonly control_plane: { readonly identifier: string } | null;
}

const responseType = messageType("envoy.service.discovery.v3.DiscoveryResponse");
const deltaResponseType = messageType("envoy.service.discovery.v3.DeltaDiscoveryResponse");
const anyType = messageType("google.protobuf.Any");

/**
 * The response in parts, to be put one after the other: a header around resources that are already framed (frameResources), so
 * that thousands of them cost one copy. They may be encoded apart because a protobuf message is the concatenation of its fields.
 */
export function encodeDiscoveryResponse(
  response: Omit<DiscoveryResponse, "resources"> & { readonly frames: readonly Uint8Array[] },
): readonly Uint8Array[] {
  const { versionInfo, typeUrl, nonce, controlPlane, frames } = response;
  const head = encodeMessage(responseType, { version_info: versionInfo });
  const tail = encodeMessage(responseType, { type_url: typeUrl, nonce, control_plane: { identifier: controlPlane } });
  return [head, ...frames, tail];
}

/** Throws on bytes that are not a response. */
export function decodeDiscoveryResponse(bytes: Uint8Array): DiscoveryResponse {
  const wire = decodeMessage<WireResponse>(responseType, bytes);
  return {
    versionInfo: wire.version_info,
    typeUrl: wire.type_url,
    nonce: wire.nonce,
    controlPlane: wire.control_plane?.identifier ?? "",
    resources: wire.resources.map((any) => encodeMessage(anyType, any)),
  };
}

/** In parts, as encodeDiscoveryResponse gives them; the bytes of each resource are taken as they are. */
export function encodeDeltaDiscoveryResponse(response: DeltaDiscoveryResponse): readonly Uint8Array[] {
  const { systemVersionInfo, typeUrl, nonce, controlPlane, resources, removedResources } = response;
  const head = encodeMessage(deltaResponseType, { system_version_info: systemVersionInfo });
  const tail = encodeMessage(deltaResponseType, {
    type_url: typeUrl,
    nonce,
    removed_resources: removedResources,
    control_plane: { identifier: controlPlane },
  });
  return [head, ...resources.flatMap(deltaResourceParts), tail];
}

/** One entry of `resources` (field 2), in parts; inside it, version is field 1, the resource 2, the name 3. */
function deltaResourceParts({ name, version, any }: DeltaResource): Uint8Array[] {
  const before = protobuf.Writer.create();
  if (version !== "") textField(before, 1, version);
  lengthPrefix(before, 2, any.length);
  const head = before.finish();
  const tail = textField(protobuf.Writer.create(), 3, name).finish();
  const prefix = lengthPrefix(protobuf.Writer.create(), 2, head.length + any.length + tail.length).finish();
  return [prefix, head, any, tail];
}

/** Throws on bytes that are not a response. */
export function decodeDeltaDiscoveryResponse(bytes: Uint8Array): DeltaDiscoveryResponse {
  const wire = decodeMessage<WireDeltaResponse>(deltaResponseType, bytes);
  return {
    systemVersionInfo: wire.system_version_info,
    typeUrl: wire.type_url,
    nonce: wire.nonce,
    controlPlane: wire.control_plane?.identifier ?? "",
    resources: wire.resources.map(({ name, version, resource }) => ({
      name,
      version,
      any: resource === null ? new Uint8Array() : encodeMessage(anyType, resource),
    })),
    removedResources: wire.removed_resources,
  };
}

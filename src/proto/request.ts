import { decodeMessage, encodeMessage, messageType } from "./descriptor.js";
import { type ErrorDetail, type Node, readErrorDetail, readNode, type WireNode, writeNode } from "./node.js";

/** State of the world, client to server. Absent texts are empty. */
export interface DiscoveryRequest {
  readonly versionInfo: string;
  readonly node: Node | null;
  readonly resourceNames: readonly string[];
  readonly typeUrl: string;
  readonly responseNonce: string;
  readonly errorDetail: ErrorDetail | null;
}

/** Incremental, client to server. Absent texts are empty. */
export interface DeltaDiscoveryRequest {
  readonly node: Node | null;
  readonly typeUrl: string;
  readonly resourceNamesSubscribe: readonly string[];
  readonly resourceNamesUnsubscribe: readonly string[];
  readonly initialResourceVersions: ReadonlyMap<string, string>;
  readonly responseNonce: string;
  readonly errorDetail: ErrorDetail | null;
}

interface WireRequest {
  readonly version_info: string;
  readonly node: WireNode | null;
  readonly resource_names: readonly string[];
  readonly type_url: string;
  readonly response_nonce: string;
  readonly error_detail: ErrorDetail | null;
}

interface WireDeltaRequest {
  readonly node: WireNode | null;
  readonly type_url: string;
  readonly resource_names_subscribe: readonly string[];
  readonly resource_names_unsubscribe: readonly string[];
  readonly initial_resource_versions: Readonly<Record<string, string>>;
  readonly response_nonce: string;
  readonly error_detail: ErrorDetail | null;
}

const requestType = messageType("envoy.service.discovery.v3.DiscoveryRequest");
const deltaRequestType = messageType("envoy.service.discovery.v3.DeltaDiscoveryRequest");

/**
 * Throws on bytes that are not a request: cut short, text that is not UTF-8, messages nested more than 100 deep, node
 * metadata with numbers that JSON does not have.
 */
export function decodeDiscoveryRequest(bytes: Uint8Array): DiscoveryRequest {
  const wire = decodeMessage<WireRequest>(requestType, bytes);
  return {
    versionInfo: wire.version_info,
    node: readNode(wire.node),
    resourceNames: wire.resource_names,
    typeUrl: wire.type_url,
    responseNonce: wire.response_nonce,
    errorDetail: readErrorDetail(wire.error_detail),
  };
}

/** What a client sends; what is left out is absent. */
export function encodeDiscoveryRequest(request: Partial<DiscoveryRequest>): Buffer {
  const wire: Partial<WireRequest> = {
    version_info: request.versionInfo ?? "",
    node: writeNode(request.node ?? null),
    resource_names: request.resourceNames ?? [],
    type_url: request.typeUrl ?? "",
    response_nonce: request.responseNonce ?? "",
    error_detail: request.errorDetail ?? null,
  };
  return Buffer.from(encodeMessage(requestType, wire));
}

/**
 * Throws on bytes that are not a request: cut short, text that is not UTF-8, messages nested more than 100 deep, node
 * metadata with numbers that JSON does not have.
 */
export function decodeDeltaDiscoveryRequest(bytes: Uint8Array): DeltaDiscoveryRequest {
  const wire = decodeMessage<WireDeltaRequest>(deltaRequestType, bytes);
  return {
    node: readNode(wire.node),
    typeUrl: wire.type_url,
    resourceNamesSubscribe: wire.resource_names_subscribe,
    resourceNamesUnsubscribe: wire.resource_names_unsubscribe,
    initialResourceVersions: new Map(Object.entries(wire.initial_resource_versions)),
    responseNonce: wire.response_nonce,
    errorDetail: readErrorDetail(wire.error_detail),
  };
}

/** What a client sends; what is left out is absent. */
export function encodeDeltaDiscoveryRequest(request: Partial<DeltaDiscoveryRequest>): Buffer {
  const wire: WireDeltaRequest = {
    node: writeNode(request.node ?? null),
    type_url: request.typeUrl ?? "",
    resource_names_subscribe: request.resourceNamesSubscribe ?? [],
    resource_names_unsubscribe: request.resourceNamesUnsubscribe ?? [],
    initial_resource_versions: Object.fromEntries(request.initialResourceVersions ?? []),
    response_nonce: request.responseNonce ?? "",
    error_detail: request.errorDetail ?? null,
  };
  return Buffer.from(encodeMessage(deltaRequestType, wire));
}

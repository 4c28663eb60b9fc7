import protojson from "protobufjs/ext/protojson.js";
import type { JsonObject } from "../model/index.js";
import { messageType } from "./descriptor.js";

/** Who a client says it is. */
export interface Node {
  readonly id: string;
  readonly cluster: string;
  readonly metadata: JsonObject;
}

/** A google.rpc.Status, as a client gives it with a NACK; its details are left out. */
export interface ErrorDetail {
  readonly code: number;
  readonly message: string;
}

/** envoy.config.core.v3.Node as protobufjs holds it. */
export interface WireNode {
  readonly id: string;
  readonly cluster: string;
  readonly metadata: object | null;
}

const structType = messageType("google.protobuf.Struct");

/** Null where the message has no node: only the first request of a stream must have one. */
export function readNode(node: WireNode | null): Node | null {
  if (node === null) return null;
  const metadata = node.metadata === null ? {} : (protojson.toJson(structType, node.metadata) as JsonObject);
  return { id: node.id, cluster: node.cluster, metadata };
}

/** The inverse of readNode. */
export function writeNode(node: Node | null): WireNode | null {
  return node === null ? null : { ...node, metadata: protojson.fromJson(structType, node.metadata) };
}

/** Null where the message has no status, which makes a request an ACK. */
export function readErrorDetail(status: ErrorDetail | null): ErrorDetail | null {
  return status === null ? null : { code: status.code, message: status.message };
}

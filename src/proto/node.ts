import type { JsonObject } from "../model/index.js";
import { readStruct, type WireStruct, writeStruct } from "./struct.js";

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
  readonly metadata: WireStruct | null;
}

/** Null where the message has no node: only the first request of a stream must have one. */
export function readNode(node: WireNode | null): Node | null {
  if (node === null) return null;
  const { id, cluster, metadata } = node;
  return { id, cluster, metadata: metadata === null ? {} : readStruct(metadata) };
}

/** The inverse of readNode. */
export function writeNode(node: Node | null): WireNode | null {
  return node === null ? null : { ...node, metadata: writeStruct(node.metadata) };
}

/** Null where the message has no status, which makes a request an ACK. */
export function readErrorDetail(status: ErrorDetail | null): ErrorDetail | null {
  return status === null ? null : { code: status.code, message: status.message };
}

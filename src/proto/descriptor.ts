import { readFileSync } from "node:fs";
import { join } from "node:path";
import protobuf from "protobufjs/light.js";
import { packageRoot } from "../util/package-root.js";

const generated = join(packageRoot(), "generated");

/**
 * All messages of protos/. It is read as a ready descriptor rather than parsed from the files, which is what keeps
 * start-up short; the codecs of a message are made when it is first used.
 */
const root = protobuf.Root.fromJSON(JSON.parse(readFileSync(join(generated, "protos.json"), "utf8")));

/** The message of that full name, as in `istio.mcp.v1alpha1.Resource`; throws where protos/ does not have it. */
export function messageType(fullName: string): protobuf.Type {
  return root.lookupType(fullName);
}

/** Every message, nested ones included. */
export function allMessageTypes(within: protobuf.NamespaceBase = root): readonly protobuf.Type[] {
  const types = within instanceof protobuf.Type ? [within] : [];
  for (const part of within.nestedArray) {
    if (part instanceof protobuf.Namespace || part instanceof protobuf.Type) types.push(...allMessageTypes(part));
  }
  return types;
}

/**
 * The files of protos/ as a serialized google.protobuf.FileDescriptorSet, each after the files that it imports: what
 * gRPC reflection answers from.
 */
export function descriptorSet(): Uint8Array {
  return readFileSync(join(generated, "protos.binpb"));
}

/** Reads a message; the result has a default for every field. Throws on bytes that are not that message. */
export function decodeMessage<Shape>(type: protobuf.Type, bytes: Uint8Array): Shape {
  return type.decode(bytes) as unknown as Shape;
}

/** Writes a message; fields that hold their default are left out. */
export function encodeMessage(type: protobuf.Type, value: object): Uint8Array {
  return type.encode(value as { [field: string]: unknown }).finish();
}

import type { Server } from "@grpc/grpc-js";
import { ReflectionService } from "@grpc/reflection";
import { descriptorSet } from "../proto/descriptor.js";

/**
 * gRPC reflection, v1 and v1alpha, so that grpcurl can list, describe and call. It brings its own protobufjs: only bytes
 * cross, never its objects.
 */
export function addReflection(server: Server): void {
  const format = "Protocol Buffer 3 DescriptorProto" as const;
  const files = { format, type: {}, fileDescriptorProtos: filesOf(descriptorSet()) };
  new ReflectionService({ gitxds: files }).addToServer(server);
}

/** Takes a google.protobuf.FileDescriptorSet apart: one-byte tags of field 1, each with a length and a file. */
function filesOf(set: Uint8Array): Buffer[] {
  const files: Buffer[] = [];
  let at = 0;
  while (at < set.length) {
    let length = 0;
    let shift = 0;
    let byte: number;
    at += 1;
    do {
      byte = set[at] ?? 0;
      length += (byte & 0x7f) * 2 ** shift;
      shift += 7;
      at += 1;
    } while (byte >= 0x80);
    files.push(Buffer.from(set.subarray(at, at + length)));
    at += length;
  }
  return files;
}

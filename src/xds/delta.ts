import { decodeDeltaDiscoveryRequest } from "../proto/request.js";
import { type DeltaResource, encodeDeltaDiscoveryResponse } from "../proto/response.js";
import { type Content, difference, indexOf } from "./content.js";
import { receiveDelta } from "./stream-state.js";
import type { Variant } from "./variant.js";

/** Incremental: a response holds what changed, what was asked for by name, and the names of what is gone. */
export const delta: Variant = {
  method: "delta",
  decode(bytes) {
    const request = decodeDeltaDiscoveryRequest(bytes);
    const { typeUrl, node } = request;
    return { typeUrl, node, receive: (state, now) => receiveDelta(state, request, now) };
  },
  prepare({ type: { typeUrl, held, asked }, content }) {
    const { changed, removed } = difference(held, content);
    const indexes = new Set(changed);
    const missing = new Set(removed);
    for (const name of asked) {
      const index = indexOf(content.names, name);
      if (index < 0) missing.add(name);
      else indexes.add(index);
    }
    const resources = [...indexes].map((index) => resourceAt(content, index));
    return {
      bytes: resources.reduce((sum, { any }) => sum + any.length, 0),
      resources: resources.length,
      encode: (header) =>
        encodeDeltaDiscoveryResponse({
          systemVersionInfo: content.version,
          typeUrl,
          ...header,
          resources,
          removedResources: [...missing],
        }),
    };
  },
};

function resourceAt(content: Content, index: number): DeltaResource {
  return {
    name: content.names[index] ?? "",
    version: content.versions[index] ?? "",
    any: withoutPrefix(content.frame(index)),
  };
}

/** A frame is a one-byte tag, a length as varint, and the bytes of a google.protobuf.Any. */
function withoutPrefix(frame: Uint8Array): Uint8Array {
  let start = 1;
  while (((frame[start] ?? 0) & 0x80) !== 0) start += 1;
  return frame.subarray(start + 1);
}

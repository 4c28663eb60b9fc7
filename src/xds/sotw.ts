import { decodeDiscoveryRequest } from "../proto/request.js";
import { encodeDiscoveryResponse } from "../proto/response.js";
import { contentBytes } from "./content.js";
import { receiveSotw } from "./stream-state.js";
import type { Variant } from "./variant.js";

/** State of the world: a response holds all resources of its type, and deletes what it leaves out. */
export const sotw: Variant = {
  method: "sotw",
  decode(bytes) {
    const request = decodeDiscoveryRequest(bytes);
    const { typeUrl, node } = request;
    return { typeUrl, node, receive: (state, now) => receiveSotw(state, request, now) };
  },
  prepare({ type: { typeUrl }, content: { version, names, pieces }, content }) {
    return {
      bytes: contentBytes(content),
      resources: names.length,
      encode: (header) => encodeDiscoveryResponse({ versionInfo: version, typeUrl, ...header, frames: pieces }),
    };
  },
};

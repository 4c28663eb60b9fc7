export { descriptorSet } from "./descriptor.js";
export { encodeBody } from "./encode.js";
export { EncodeError } from "./encode-error.js";
export { frameResources } from "./framing.js";
export { expandShortHosts } from "./hosts.js";
export type { ErrorDetail, Node } from "./node.js";
export * from "./request.js";
export * from "./resource.js";
export * from "./response.js";

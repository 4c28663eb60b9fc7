export { descriptorSet } from "./descriptor.js";
export { frameResource } from "./framing.js";
export type { ErrorDetail, Node } from "./node.js";
export * from "./request.js";
export * from "./response.js";

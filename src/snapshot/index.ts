export * from "./build.js";
export * from "./collection.js";
export * from "./count.js";
export * from "./encode.js";
export * from "./last-good.js";

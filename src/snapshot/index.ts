export * from "./build.js";
export * from "./collection.js";
export * from "./encode.js";

export type { Descent } from "./ancestry.js";
export { type Base, blobId, openBase } from "./base.js";
export { type Chain, standsAlone } from "./chain.js";
export { diffTrees, type TreeDiff } from "./diff.js";
export { type DirectoryFiles, maxFileBytes, readDirectory, readSingleFile, takeText } from "./directory.js";
export { makeRefsSharing, type RefsSharing } from "./refs-sharing.js";
export { openSource, type Source, type SourceOptions } from "./source.js";
export type { Tree } from "./tree-list.js";

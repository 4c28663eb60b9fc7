export { findDuplicates, type Identity } from "./duplicates.js";
export { type ParsedFile, type ParseOptions, parseFile } from "./file.js";
export { parsesFile } from "./path.js";

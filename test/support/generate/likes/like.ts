import type { JsonObject } from "../../../../src/model/index.js";

/** Fields with values that belong together, by kind and the end of the path. */
export type Like = readonly [kinds: RegExp, path: RegExp, likes: readonly JsonObject[]];

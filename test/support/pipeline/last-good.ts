import assert from "node:assert/strict";
import { sourceDefaults } from "../../../src/config/index.js";
import { type LastGood, makeLastGood } from "../../../src/pipeline/follow/last-good.js";

/** The last good of a replica; with another verdictKey what was saved is served and not trusted. */
export function lastGoodIn(folder: string, verdictKey = "same"): LastGood {
  const config = { ...sourceDefaults, name: "mesh", url: "https://example.com/mesh.git" };
  const emit = (event: unknown) => assert.fail(JSON.stringify(event));
  return makeLastGood({ folder, config, bytesKey: "", verdictKey, emit });
}

import assert from "node:assert/strict";
import { test } from "node:test";
import { GitxdsError } from "../../../src/model/index.js";
import type { DigestedFile, Identity } from "../../../src/pipeline/commit/digest.js";
import { countResourcesOf, maxResources, tooManyResources } from "../../../src/pipeline/commit/resource-limit.js";

/** Files that hold so many resources together. */
function files(resources: number): Pick<DigestedFile, "identities">[] {
  const half = Math.floor(resources / 2);
  return [half, resources - half].map((count) => ({ identities: new Array<Identity>(count) }));
}

test("a commit may hold 200,000 resources and no more, and is told how to hold fewer", () => {
  assert.equal(maxResources, 200_000);
  assert.deepEqual(tooManyResources(files(maxResources)), []);
  const [found] = tooManyResources(files(maxResources + 1));
  assert.deepEqual([found?.code, found?.severity], ["GX023", "error"]);
  assert.match(`${found?.message} ${found?.remedy}`, /more than 200000 resources narrow the path/);
});

test("the reading of a commit with too many ends early, with the same message", () => {
  const count = countResourcesOf();
  for (const file of files(maxResources)) count(file);
  assert.throws(
    () => count({ identities: new Array<Identity>(1) }),
    (error) => error instanceof GitxdsError && error.code === "GX023" && /more than 200000/.test(error.message),
  );
});

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { packageRoot } from "../../../src/util/package-root.js";
import { packageVersion } from "../../../src/util/version.js";

test("the version is the one that package-lock.json knows, too", () => {
  const lock: { version: string } = JSON.parse(readFileSync(join(packageRoot(), "package-lock.json"), "utf8"));
  assert.equal(packageVersion(), lock.version);
});

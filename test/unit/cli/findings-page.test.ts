import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { findingsPage } from "../../../src/cli/findings-page.js";
import { packageRoot } from "../../../src/util/package-root.js";

test("docs/findings.md is what the catalog and the examples say: npm run docs writes it", () => {
  const committed = readFileSync(join(packageRoot(), "docs/findings.md"), "utf8");
  assert.ok(committed === findingsPage(), "docs/findings.md is stale: run npm run docs and commit it");
});

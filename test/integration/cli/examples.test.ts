import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { run } from "../../../src/cli/run.js";
import type { Finding } from "../../../src/model/index.js";
import { packageRoot } from "../../../src/util/package-root.js";
import { captureIo } from "../../support/cli.js";

/** What each file of examples/broken is an example of. */
const expected: Readonly<Record<string, string>> = {
  "identity-duplicate-resource.yaml": "GX301",
  "kustomization.yaml": "GX121",
  "parse-duplicate-key.yaml": "GX103",
  "parse-gateway-api.yaml": "GX120",
  "parse-large-integer.yaml": "GX104",
  "parse-syntax-error.yaml": "GX101",
  "parse-template.yaml": "GX101",
  "schema-bad-name.yaml": "GX201",
  "rules-duration.yaml": "GX508",
  "schema-missing-field.yaml": "GX203",
  "schema-missing-name.yaml": "GX113",
  "rules-selector-and-targets.yaml": "GX214",
  "schema-unknown-field.yaml": "GX202",
  "schema-unknown-value.yaml": "GX206",
  "schema-unknown-version.yaml": "GX200",
  "schema-wrong-type.yaml": "GX205",
};

async function validate(folder: string): Promise<{ findings: readonly Finding[]; exitCode: number }> {
  const { io, output } = captureIo({ cwd: packageRoot() });
  const exitCode = await run(["validate", folder, "--format", "json"], io);
  return { findings: JSON.parse(output.stdout).findings, exitCode };
}

test("examples/bookinfo has nothing to be found", async () => {
  assert.deepEqual(await validate("examples/bookinfo"), { findings: [], exitCode: 0 });
});

test("each file of examples/broken has just the finding that it is an example of", async () => {
  const { findings, exitCode } = await validate("examples/broken");
  assert.equal(exitCode, 1);
  assert.deepEqual(Object.fromEntries(findings.map(({ file, code }) => [file, code])), expected);
  assert.equal(findings.length, Object.keys(expected).length);
  const files = readdirSync(join(packageRoot(), "examples/broken")).filter((name) => name.endsWith(".yaml"));
  assert.deepEqual(files.sort(), Object.keys(expected).sort());
});

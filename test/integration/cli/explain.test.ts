import assert from "node:assert/strict";
import { test } from "node:test";
import { run } from "../../../src/cli/run.js";
import { findingCodes, findRow } from "../../../src/findings/catalog.js";
import { captureIo } from "../../support/cli.js";

async function explain(...args: readonly string[]) {
  const { io, output } = captureIo({ cwd: "/" });
  return { exitCode: await run(["explain", ...args], io), ...output };
}

test("explain prints rule, reason, fix and both examples, whatever the code's case", async () => {
  const { exitCode, stdout } = await explain("gx202");
  assert.equal(exitCode, 0);
  const row = findRow("GX202");
  const unwrapped = stdout.replace(/\n {5}(?=\S)/g, " ");
  for (const text of [`GX202 (error): ${row?.statement}`, `Why: ${row?.why}`, `Fix: ${row?.fix}`]) {
    assert.ok(unwrapped.includes(text), text);
  }
  assert.match(stdout, /^Fails: examples\/broken\/GX202\/fails\.yaml\n {4}# .*\n {4}apiVersion: /m);
  assert.match(stdout, /^Passes: examples\/broken\/GX202\/passes\.yaml\n {4}# /m);
  assert.match(stdout, /\nSee docs\/findings\.md#gx202\n$/);
});

test("every code can be explained, also where it takes several files or no file can show it", async () => {
  for (const code of findingCodes) {
    const { exitCode, stdout, stderr } = await explain(code);
    assert.deepEqual([exitCode, stderr], [0, ""]);
    assert.match(stdout, /\n(?:Fails: examples\/broken\/|No example: )/, code);
  }
  assert.match((await explain("GX121")).stdout, /^Fails: examples\/broken\/GX121\/fails\/kustomization\.yaml$/m);
});

test("explain without a code lists every rule in a line", async () => {
  const { exitCode, stdout } = await explain();
  assert.equal(exitCode, 0);
  for (const code of findingCodes) assert.ok(stdout.includes(`  ${code} `), code);
});

test("an unknown code is exit code 2 with the nearest one", async () => {
  const near = await explain("GX20Z");
  assert.equal(near.exitCode, 2);
  assert.match(near.stderr, /there is no code "GX20Z"\n {4}did you mean GX20\d\? gitxds explain, without a code/);
  const far = await explain("nonsense");
  assert.equal(far.exitCode, 2);
  assert.match(far.stderr, /there is no code "nonsense"\n {4}gitxds explain, without a code/);
});

test("explain --format json has the row with its examples", async () => {
  const { example, ...row } = JSON.parse((await explain("GX202", "--format", "json")).stdout);
  assert.deepEqual(row, findRow("GX202"));
  assert.equal(example.fails[0].path, "examples/broken/GX202/fails.yaml");
  assert.equal(JSON.parse((await explain("GX001", "--format", "json")).stdout).example, null);
  assert.ok(JSON.parse((await explain("--format", "json")).stdout).length > 5);
});

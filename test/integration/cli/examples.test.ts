import assert from "node:assert/strict";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { run } from "../../../src/cli/run.js";
import { findingCodes, findRow } from "../../../src/findings/catalog.js";
import type { FindingExample } from "../../../src/findings/row.js";
import type { Finding } from "../../../src/model/index.js";
import { packageRoot } from "../../../src/util/package-root.js";
import { captureIo } from "../../support/cli.js";

const broken = join(packageRoot(), "examples/broken");
const rows = findingCodes.flatMap((code) => findRow(code) ?? []);

async function validate(cwd: string, args: readonly string[]): Promise<{ findings: Finding[]; exitCode: number }> {
  const { io, output } = captureIo({ cwd });
  const exitCode = await run(["validate", ...args, "--format", "json"], io);
  assert.equal(output.stderr, "");
  return { findings: JSON.parse(output.stdout).findings, exitCode };
}

test("examples/bookinfo has nothing to be found", async () => {
  assert.deepEqual(await validate(packageRoot(), ["examples/bookinfo"]), { findings: [], exitCode: 0 });
});

test("examples/broken has a folder for every code that a file can show, and no other", () => {
  const shown = rows.filter(({ example }) => example?.none === undefined).map(({ code }) => code);
  const folders = readdirSync(broken).filter((name) => name !== "README.md");
  assert.deepEqual(folders.sort(), shown.sort());
});

for (const { code, severity, example } of rows) {
  const { flags = [], also = [], none }: FindingExample = example ?? {};
  if (none !== undefined) continue;
  const folder = join(broken, code);
  const named = (name: string) => (existsSync(join(folder, `${name}.yaml`)) ? `${name}.yaml` : name);

  test(`${code}: what fails has just that finding, what passes has none`, async () => {
    const failing = await validate(folder, [...flags, named("fails")]);
    assert.deepEqual([...new Set(failing.findings.map((found) => found.code))].sort(), [code, ...also].sort());
    assert.ok(failing.findings.filter((found) => found.code === code).every((found) => found.severity === severity));
    const passing = await validate(folder, [...flags, named("passes")]);
    assert.deepEqual(
      passing.findings.filter((found) => found.severity !== "info" && !also.includes(found.code)),
      [],
    );
  });
}

test("gitxds validate examples/broken names the codes of the examples that need no flags", async () => {
  const { findings, exitCode } = await validate(packageRoot(), ["examples/broken"]);
  assert.equal(exitCode, 1);
  for (const { file, code } of findings) {
    const folder = file?.split("/")[0] ?? "";
    const { also = [], flags }: FindingExample = findRow(folder)?.example ?? {};
    // Together they are analysed together: what they have in common is no mistake of each.
    if (flags !== undefined || code.startsWith("IST")) continue;
    assert.ok(code === folder || also.includes(code), `${code} in ${file}`);
  }
});

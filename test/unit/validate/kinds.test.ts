import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";
import { kinds } from "../../../src/collections/kinds.js";
import { packageRoot } from "../../../src/util/package-root.js";
import { loadValidator } from "../../../src/validate/index.js";
import { resourceOf } from "../../support/resource.js";

const validator = await loadValidator();

for (const { kind, group, versions } of kinds) {
  test(`${kind} is judged by its own schema under each of its versions`, () => {
    for (const version of versions) {
      const apiVersion = `${group}/${version}`;
      const resource = resourceOf(kind, { noSuchField: 1 }, { apiVersion });
      const unknown = validator.validate(resource).filter(({ code }) => code === "GX202");
      assert.deepEqual(
        unknown.map(({ message }) => message.slice(0, 36)),
        ['unknown field "noSuchField" in spec'.slice(0, 36)],
      );
    }
    const [wrong] = validator.validate(resourceOf(kind, {}, { apiVersion: `${group}/v0` }));
    assert.equal(wrong?.code, "GX200");
  });
}

test("the walk-through's PeerAuthentication is valid, and its mode is held to its letters", () => {
  assert.deepEqual(validator.validate(resourceOf("PeerAuthentication", { mtls: { mode: "STRICT" } })), []);
  const [found] = validator.validate(resourceOf("PeerAuthentication", { mtls: { mode: "strict" } }));
  assert.equal(
    found?.message,
    'spec.mtls.mode must be UNSET, DISABLE, PERMISSIVE or STRICT, found the string "strict", did you mean STRICT?',
  );
});

test("a kind without its schema stops the build by name", async () => {
  mkdirSync(join(packageRoot(), "build"), { recursive: true });
  const folder = mkdtempSync(join(packageRoot(), "build/generator-"));
  try {
    cpSync(join(packageRoot(), "scripts"), join(folder, "scripts"), { recursive: true });
    cpSync(join(packageRoot(), "schemas"), join(folder, "schemas"), { recursive: true });
    rmSync(join(folder, "schemas/kinds/Sidecar.schema.json"));
    const run = promisify(execFile)(process.execPath, [join(folder, "scripts/generate-validators.mjs")]);
    await assert.rejects(run, /schemas\/kinds\/Sidecar\.schema\.json is missing/);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

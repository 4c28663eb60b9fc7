import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { loadConfig } from "../../../src/config/index.js";
import { UsageError } from "../../../src/model/index.js";

const folder = mkdtempSync(join(tmpdir(), "gitxds-config-"));
after(() => rmSync(folder, { recursive: true, force: true }));
const sha = "ab".repeat(20);

function load(verify: string) {
  writeFileSync(join(folder, "gitxds.yaml"), `sources:\n  - url: /mesh.git\n    verify: ${verify}\n`);
  const config = loadConfig({ file: "gitxds.yaml", flags: {}, env: { HOME: "/home/you" }, cwd: folder });
  return config.sources[0]?.verify;
}

test("paths of keys start from the folder of the file, and the mode is head unless it is said", () => {
  assert.deepEqual(load("{openpgp: [team.asc, /keys/forge.asc]}"), {
    mode: "head",
    since: null,
    openpgp: [join(folder, "team.asc"), "/keys/forge.asc"],
    ssh: null,
    revoked: null,
  });
  assert.deepEqual(load(`{mode: range, since: ${sha.toUpperCase()}, ssh: allowed_signers, revoked: /keys/gone}`), {
    mode: "range",
    since: sha,
    openpgp: [],
    ssh: join(folder, "allowed_signers"),
    revoked: "/keys/gone",
  });
});

for (const [verify, expected] of [
  ["{}", /:3:13: sources\[0\]\.verify: names no keys, so that no commit could ever become live/],
  ["{mode: all, ssh: a}", /sources\[0\]\.verify\.mode: "all" is no mode of verification/],
  ["{mode: range, ssh: a}", /sources\[0\]\.verify: mode range does not say where the signed history begins/],
  ["{mode: range, since: abc, ssh: a}", /sources\[0\]\.verify\.since: "abc" is no full commit id/],
  [`{since: ${sha}, ssh: a}`, /sources\[0\]\.verify\.since: has no effect with mode head/],
  ["{openpgp: [], ssh: a}", /sources\[0\]\.verify\.openpgp has too few entries/],
  ["{openpgp: a}", /sources\[0\]\.verify\.openpgp must be a list/],
  ['{openpgp: [""]}', /sources\[0\]\.verify\.openpgp: names no path/],
  ["{openpgp: [a], revoked: b}", /sources\[0\]\.verify\.revoked: lists SSH keys, and no SSH key is trusted/],
  ["{gpg: [a]}", /unknown key "gpg" in sources\[0\]\.verify/],
  ["head", /sources\[0\]\.verify must be a mapping/],
] as const) {
  test(`verify: ${verify} is refused`, () => {
    assert.throws(
      () => load(verify),
      (error) => {
        assert.ok(error instanceof UsageError);
        assert.match(error.message, expected);
        assert.notEqual(error.remedy, "");
        return true;
      },
    );
  });
}

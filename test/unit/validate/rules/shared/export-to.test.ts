import assert from "node:assert/strict";
import { test } from "node:test";
import { exportTo } from "../../../../../src/validate/rules/shared/export-to.js";
import { codesAndPaths } from "../../../../support/problems.js";

const own = { namespace: "shop" };
const service = { ...own, takesNowhere: true };
const selecting = { ...own, selectsWorkloads: true };

for (const [list, options, found] of [
  [undefined, own, []],
  [[], selecting, []],
  [["."], own, []],
  [["*"], own, []],
  [["~"], service, []],
  [["shop", "web"], own, []],
  [["web", "web"], own, ["[1]"]],
  [[".", "shop"], own, ["[1]"]],
  [["shop", "."], own, ["[1]"]],
  [["~"], own, ["[0]"]],
  [["a.b", ""], own, ["[0]", "[1]"]],
  [["*", "web"], own, [""]],
  [["*", "*"], own, ["[1]", ""]],
  [["~", "web"], service, [""]],
  [["."], selecting, []],
  [["shop"], selecting, []],
  [["web"], selecting, [""]],
  [["*"], selecting, [""]],
  [[".", "web"], selecting, [""]],
  [["a.b"], selecting, ["[0]"]],
] as const) {
  test(`exportTo ${JSON.stringify(list)} with ${JSON.stringify(options)}`, () => {
    assert.deepEqual(
      codesAndPaths(exportTo(list, ["exportTo"], options)),
      found.map((path) => `GX502 exportTo${path}`),
    );
  });
}

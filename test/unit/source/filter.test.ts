import assert from "node:assert/strict";
import { test } from "node:test";
import { type Filter, makeFilter, type Scope } from "../../../src/source/filter.js";
import { type IgnoreLayer, parseIgnoreFile } from "../../../src/source/ignore-file.js";

/** Whether a walk from the root reaches the file and takes it. */
function takes(filter: Filter, path: string, ignores: readonly IgnoreLayer[] = []): boolean {
  const names = path.split("/");
  let scope: Scope | undefined = { ...filter.root, ignores };
  for (let depth = 1; depth < names.length; depth += 1) {
    scope = filter.enter(scope, names.slice(0, depth).join("/"));
    if (scope === undefined) return false;
  }
  return filter.takes(scope, path);
}

const cases: readonly (readonly [include: string[], exclude: string[], taken: string[], left: string[]])[] = [
  [[], [], ["a.yaml", "x/y/.hidden.yaml"], []],
  [["*.yaml"], [], ["a.yaml"], ["x/a.yaml", "a.json"]],
  [["**/*.yaml"], [], ["a.yaml", "x/y/a.yaml"], ["x/a.json"]],
  [["mesh"], [], ["mesh/a.yaml", "mesh/x/b.yaml"], ["other/a.yaml", "mesh.yaml"]],
  [["/mesh/"], [], ["mesh/x/b.yaml"], ["other/mesh/a.yaml"]],
  [["./mesh/**"], ["mesh/drafts"], ["mesh/a.yaml"], ["mesh/drafts/a.yaml"]],
  [[], ["charts/"], ["a.yaml", "x/charts/a.yaml"], ["charts/a.yaml", "charts/x/b.yaml"]],
  [[], ["**/test/**"], ["a.yaml"], ["test/a.yaml", "x/test/y/a.yaml"]],
  [["a.yaml"], ["a.yaml"], [], ["a.yaml"]],
  [["!a.yaml"], [], ["!a.yaml"], ["a.yaml", "b.yaml"]],
];
for (const [include, exclude, taken, left] of cases) {
  test(`include ${JSON.stringify(include)} and exclude ${JSON.stringify(exclude)}`, () => {
    const filter = makeFilter(include, exclude);
    for (const path of taken) assert.ok(takes(filter, path), `${path} is taken`);
    for (const path of left) assert.ok(!takes(filter, path), `${path} is left out`);
  });
}

function layer(base: string, text: string): IgnoreLayer {
  const parsed = parseIgnoreFile(base, Buffer.from(text));
  if (typeof parsed === "string") throw new Error(parsed);
  return parsed;
}

test("a .gitxdsignore has the syntax of gitignore, relative to its folder, and an inner one decides over an outer one", () => {
  const filter = makeFilter([], []);
  const outer = layer("", "# comment\r\n*.json\r\n/drafts/\r\n!keep.json\r\n");
  const inner = layer("team", "!*.json\nlocal.yaml\n");
  const layers = [outer, inner];
  for (const path of ["a.yaml", "keep.json", "team/a.json", "x/drafts/a.yaml"])
    assert.ok(takes(filter, path, layers), path);
  for (const path of ["a.json", "drafts/a.yaml", "team/local.yaml"]) assert.ok(!takes(filter, path, layers), path);
});

test("a .gitxdsignore that is large or could take long to match is refused with the reason", () => {
  assert.match(String(parseIgnoreFile("", Buffer.alloc(70_000, "a"))), /70000 bytes/);
  assert.match(String(parseIgnoreFile("", Buffer.from(`ok\n${"*a".repeat(20)}`))), /line 2 .*wildcards/);
  assert.match(String(parseIgnoreFile("", Buffer.from(`ok\n${"a".repeat(1025)}`))), /line 2 .*characters/);
});

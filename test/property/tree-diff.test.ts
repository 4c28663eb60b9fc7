import assert from "node:assert/strict";
import { randomInt } from "node:crypto";
import { join } from "node:path";
import { test } from "node:test";
import { diffTrees } from "../../src/source/index.js";
import { contents, head, open } from "../support/git/open.js";
import { makeRepository, scratch } from "../support/git/repository.js";

/** mulberry32: a small generator, so that a seed gives the same run again. */
function generator(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let value = Math.imul(state ^ (state >>> 15), 1 | state);
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
    return ((value ^ (value >>> 14)) >>> 0) % below;
  };
}

const folders = ["", "a/", "a/b/", "a/b/c/", "d/", "d/e/"];
const names = ["x.yaml", "y.json", "z.txt", "w.yml", ".gitxdsignore"];
const rules = ["*.txt\n", "b/\n", "x.yaml\n!a/x.yaml\n", ""];

/** A few files added, changed or removed. */
function edit(pick: (below: number) => number, files: Map<string, string>): Record<string, string | null> {
  const changes: Record<string, string | null> = {};
  for (let count = 1 + pick(4); count > 0; count -= 1) {
    const name = names[pick(names.length)] ?? "";
    const path = `${folders[pick(folders.length)]}${name}`;
    if (files.has(path) && pick(3) === 0) {
      files.delete(path);
      changes[path] = null;
    } else if (changes[path] !== null) {
      const text = name === ".gitxdsignore" ? (rules[pick(rules.length)] ?? "") : `n: ${pick(5)}\n`;
      files.set(path, text);
      changes[path] = text;
    }
  }
  return changes;
}

test("applying the difference of two trees to the files of the first gives the files of the second", async (t) => {
  const seed = Number(process.env.SEED ?? randomInt(2 ** 31));
  const pick = generator(seed);
  const { path, remove } = scratch();
  t.after(remove);
  const repo = makeRepository(join(path, "repo"));
  const committed = new Map<string, string>([["a/x.yaml", "n: 0\n"]]);
  repo.commit(Object.fromEntries(committed));
  const source = await open(t, { url: repo.path });
  let tree = await source.list(await head(source));
  let files = await contents(source, tree);
  for (let step = 0; step < 25; step += 1) {
    repo.commit(edit(pick, committed));
    const commit = await head(source);
    const next = await source.list(commit, tree);
    const { changed, removed } = diffTrees(tree, next);
    const applied = new Map(Object.entries(files));
    for (const file of removed) assert.ok(applied.delete(file), `seed ${seed}, step ${step}: ${file} was not there`);
    await source.read(
      changed.map(({ id }) => id),
      (id, bytes) => {
        for (const file of changed) if (file.id === id) applied.set(file.path, Buffer.from(bytes).toString());
      },
    );
    const whole = await contents(source, await source.list(commit));
    assert.deepEqual(Object.fromEntries([...applied].sort()), whole, `seed ${seed}, step ${step}`);
    [tree, files] = [next, whole];
  }
});

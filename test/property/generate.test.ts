import assert from "node:assert/strict";
import { test } from "node:test";
import { kinds } from "../../src/collections/kinds.js";
import { openGitxds } from "../istiod/support/oracle/ours.js";
import { reduce } from "../istiod/support/oracle/reduce.js";
import { documentOf, generateDocument, type Tree, treeOf, writeTree } from "../support/generate/index.js";
import { forSeeds, seeded } from "../support/random.js";

test("a seed gives the same document again", () => {
  forSeeds(50, (random) => {
    const [{ kind }, seed] = [random.pick(kinds), random.below(2 ** 31)];
    assert.equal(writeTree(documentOf(kind, seed)), writeTree(documentOf(kind, seed)));
  });
});

test("most documents of every kind are right before they are mutated, and fewer are after", async () => {
  const judge = await openGitxds();
  const isTaken = (tree: Tree) => judge(writeTree(tree)).wire !== undefined;
  const seeds = Array.from({ length: 60 }, (_, seed) => seed);
  const mutated = kinds.flatMap(({ kind }) => seeds.map((seed) => documentOf(kind, seed))).filter(isTaken).length;
  let whole = 0;
  for (const { kind } of kinds) {
    const taken = seeds.filter((seed) => isTaken(treeOf(generateDocument(kind, seeded(seed))))).length;
    assert.ok(taken > seeds.length / 4, `${kind}: ${taken} of ${seeds.length}`);
    whole += taken;
  }
  assert.ok(mutated < whole, `${mutated} of mutated ones, ${whole} of whole ones`);
});

test("a document is reduced to what a property needs of it, its name left as it is", async () => {
  const document = treeOf({
    kind: "Gateway",
    metadata: { name: "generated" },
    spec: { a: [{ b: 1 }, { c: ["some text with an x in it", true] }], d: { e: "f" } },
  });
  const holds = (tree: Tree) => /name: "generated".*spec:.*c:.*x/s.test(writeTree(tree));
  const smallest = await reduce(document, async (candidates) => candidates.map(holds));
  assert.equal(writeTree(smallest), 'metadata:\n  name: "generated"\nspec:\n  a:\n    - c:\n        - "x"\n');
});

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { kinds } from "../../src/collections/kinds.js";
import { edgesOf, writeTree } from "../support/generate/index.js";
import { differences } from "./differences.js";
import { needsGo } from "./support/harness.js";
import { type Oracle, openOracle } from "./support/oracle/ask.js";
import { disagreement, judgeAll } from "./support/oracle/compare.js";
import { istioDocuments, ownDocuments } from "./support/oracle/corpus.js";
import { type Examination, examine, generated, printCounts } from "./support/oracle/examine.js";
import { type JudgeOurselves, openGitxds } from "./support/oracle/ours.js";
import { printRows } from "./support/oracle/table.js";

/** Seeds of the generated documents: the same ones in every run; `npm run fuzz` takes others. */
const firstSeed = 1;
const documentsPerKind = 1_000;

describe("the verdict of Kubernetes and Istio", needsGo(), () => {
  let oracle: Oracle;
  let gitxds: JudgeOurselves;
  before(async () => {
    oracle = openOracle();
    gitxds = await openGitxds();
  });
  after(() => oracle.close());

  test("is ours on every document of Istio's own sources", async (t) => {
    const documents = istioDocuments();
    const examination = examine(oracle, gitxds);
    await examination.add(documents);
    assert.ok(documents.length > 500, `only ${documents.length} documents: has the module moved them?`);
    await assertAgreement(examination, t.diagnostic.bind(t));
  });

  test("is ours on every document of this repository", async (t) => {
    const examination = examine(oracle, gitxds);
    await examination.add(ownDocuments());
    await assertAgreement(examination, t.diagnostic.bind(t));
  });

  test("is ours on documents with one value at an edge", async (t) => {
    const examination = examine(oracle, gitxds);
    for (const { kind } of kinds) {
      await examination.add([...edgesOf(kind)].map((tree) => ({ tree, text: writeTree(tree) })));
    }
    await assertAgreement(examination, t.diagnostic.bind(t));
  });

  test("is ours on generated documents", async (t) => {
    const names = kinds.map(({ kind }) => kind);
    const examination = examine(oracle, gitxds);
    t.diagnostic(`seeds from ${firstSeed} on, ${documentsPerKind} documents of each kind`);
    for (let round = 0; round < documentsPerKind; round += 100) {
      await examination.add(generated(names, firstSeed + round * names.length, 100 * names.length));
    }
    await assertAgreement(examination, t.diagnostic.bind(t));
    for (const [kind, { documents, taken }] of examination.counts) {
      assert.ok(taken > documents / 6, `${kind}: hardly any generated document is valid, so little is compared`);
    }
  });

  for (const difference of differences) {
    test(`differs, ${difference.direction}: ${difference.rule}`, async () => {
      // More than once: of what Istio compares in the order of a Go map its verdict changes.
      const judged = await judgeAll(oracle, gitxds, Array<string>(64).fill(difference.example));
      const found = judged.map(disagreement).find((one) => one !== undefined);
      assert.ok(found !== undefined, "the example is judged alike: the entry of the closed list is stale");
      assert.equal(found.direction, difference.direction);
      assert.ok(difference.matches(found), "the entry does not match its own example");
      assert.equal(differences.filter(({ matches }) => matches(found)).length, 1, "entries overlap");
    });
  }

  test("is looser than ours, but for an EnvoyFilter's patch.value", () => {
    const looser = differences.filter(({ direction }) => direction === "looser").map(({ rule }) => rule);
    assert.deepEqual(looser, ["an EnvoyFilter's patch.value is not converted to Envoy's types"]);
  });
});

async function assertAgreement(examination: Examination, say: (line: string) => void): Promise<void> {
  const rows = await examination.rows();
  for (const line of printCounts(examination.counts).split("\n")) say(line);
  for (const [{ rule, direction }, count] of examination.used) say(`${count} x on the list, ${direction}: ${rule}`);
  for (const [kind, { warnings }] of examination.counts) {
    assert.deepEqual(warnings, { "ours alone": 0, "theirs alone": 0 }, `${kind}: who warns of which documents`);
  }
  assert.ok(rows.length === 0, `${rows.length} causes outside the closed list\n\n${printRows(rows)}`);
}

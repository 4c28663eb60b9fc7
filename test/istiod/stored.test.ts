import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { kinds } from "../../src/collections/kinds.js";
import type { JsonObject } from "../../src/model/index.js";
import { digestFile } from "../../src/pipeline/commit/digest.js";
import { bodyOf } from "../../src/pipeline/on-disk/once.js";
import { defaultDigestOptions } from "../support/digest-options.js";
import { differences } from "./differences.js";
import { type Accepted, acceptedDocuments } from "./support/accepted.js";
import { differences as differencesBetween } from "./support/differences.js";
import { askHarness, needsGo } from "./support/harness.js";
import { openLab } from "./support/lab.js";
import { openOracle } from "./support/oracle/ask.js";
import { disagreement, judgeAll } from "./support/oracle/compare.js";
import { openGitxds } from "./support/oracle/ours.js";

/** Documents to generate; gitxds takes four of ten. */
const seeds = 2_500;

describe("what gitxds takes", needsGo(), () => {
  test("a real istiod stores, all of it, as it was written", async (t) => {
    const accepted = await acceptedDocuments(seeds);
    assert.ok(accepted.length > 1_500, `only ${accepted.length} documents are taken`);
    const files = filesOf(accepted);
    const specs = await encodedSpecs(files);
    assert.deepEqual([...specs.keys()].sort(), accepted.map(({ key }) => key).sort());

    const lab = await openLab(t, files);
    const istiod = await lab.startIstiod();
    await lab.untilSynced(lab.repository.git("rev-parse", "HEAD"));
    const stored = await istiod.stored();

    const missing = accepted.filter(({ key }) => !stored.has(key));
    assert.deepEqual(await unexplained(missing), [], "istiod dropped what it should have taken");
    assert.deepEqual(
      [...stored.keys()].filter((key) => !specs.has(key)),
      [],
    );
    const changed = [...stored].flatMap(([key, { spec }]) =>
      differencesBetween(spec ?? {}, specs.get(key)).map((line) => `${key}${line}`),
    );
    assert.deepEqual(changed, [], "istiod stores what was meant");
    for (const { kind } of kinds) {
      const count = accepted.filter((document) => document.kind === kind && stored.has(document.key)).length;
      assert.ok(count > 0, `there are documents of kind ${kind}`);
      t.diagnostic(`${String(count).padStart(5)} ${kind}`);
    }
    t.diagnostic(`${stored.size} stored; ${missing.length} not, all of them on the list as looser`);
  });
});

/** One file a kind. */
function filesOf(accepted: readonly Accepted[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    kinds.map(({ kind }) => [
      `${kind}.yaml`,
      accepted
        .filter((document) => document.kind === kind)
        .map(({ text }) => text)
        .join("---\n"),
    ]),
  );
}

/** What Istio's types make of the bytes that gitxds sends, by `Kind namespace/name`. */
async function encodedSpecs(files: Readonly<Record<string, string>>): Promise<ReadonlyMap<string, JsonObject>> {
  const options = await defaultDigestOptions();
  const encoded = Object.entries(files).flatMap(
    ([file, text]) => digestFile(file, null, Buffer.from(text), options).encoded,
  );
  const bodies = encoded.map(bodyOf).map(({ typeUrl, value }) => ({ typeUrl, body: Buffer.from(value) }));
  const decoded = askHarness<{ readonly json: JsonObject }>(
    ["decode"],
    bodies.map(({ typeUrl, body }) => JSON.stringify({ typeUrl, body: body.toString("base64") })).join("\n"),
  );
  return new Map(encoded.map(({ kind, name }, index) => [`${kind} ${name}`, decoded[index]?.json ?? {}]));
}

/** The documents of which the closed list does not say that istiod refuses them. */
async function unexplained(missing: readonly Accepted[]): Promise<readonly string[]> {
  const oracle = openOracle();
  try {
    const texts = missing.map(({ text }) => text);
    return (await judgeAll(oracle, await openGitxds(), texts)).flatMap((judged) => {
      const found = disagreement(judged);
      const isListed = found?.direction === "looser" && differences.some(({ matches }) => matches(found));
      return isListed ? [] : [judged.text];
    });
  } finally {
    await oracle.close();
  }
}

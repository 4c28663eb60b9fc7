import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { analysisFindings } from "../../src/findings/analysis.js";
import { seeded } from "../support/random.js";
import type { Mesh } from "./support/analysis/ask.js";
import { type Comparison, compareAnswers, type Disagreement } from "./support/analysis/compare.js";
import { analysisDifferences } from "./support/analysis/differences.js";
import { generateMesh } from "./support/analysis/generate.js";
import { moduleFolder, needsGo } from "./support/harness.js";

/** The same meshes in every run. */
const firstSeed = 1;
const generatedMeshes = 1_000;

describe("the findings of Istio's analyzers", needsGo(), () => {
  test("are ours on the files that Istio tests them with", () => {
    assertAgreement(compareAnswers(istioMeshes()));
  });

  test("are ours on generated meshes", (t) => {
    const meshes = Array.from({ length: generatedMeshes }, (_, index) =>
      generateMesh(seeded(firstSeed + index), `seed ${firstSeed + index}`),
    );
    const comparison = compareAnswers(meshes);
    t.diagnostic([...comparison.agreed].map(([code, count]) => `${code} ${count}`).join(", "));
    assertAgreement(comparison);
    const codes = new Set(Object.values(analysisFindings).map(({ code }) => code));
    assert.deepEqual([...comparison.agreed.keys()].toSorted(), [...codes].toSorted());
  });

  for (const difference of analysisDifferences) {
    test(`differ on purpose: ${difference.rule}`, () => {
      const mesh: Mesh = { name: "example", files: [{ name: "mesh.yaml", text: difference.example }], mesh: "" };
      const found = compareAnswers([mesh]).disagreements.filter(
        (one) => one.side === difference.side && difference.matches(one),
      );
      assert.ok(found.length > 0, "the example is judged alike: the entry of the closed list is stale");
    });
  }
});

/** Each file by itself under Istio's default MeshConfig, and those that have a MeshConfig of their own under it, too. */
function istioMeshes(): readonly Mesh[] {
  const folder = join(moduleFolder("istio.io/istio"), "pkg/config/analysis/analyzers/testdata");
  const read = (name: string) => readFileSync(join(folder, name), "utf8");
  const names = readdirSync(folder).filter((name) => name.endsWith(".yaml"));
  return names.flatMap((name) => {
    const files = [{ name, text: read(name) }];
    const own = names.filter((other) =>
      ["-mesh-cfg", "-meshconfig"].some((end) => other === name.replace(/\.yaml$/, `${end}.yaml`)),
    );
    return ["", ...own.map(read)].map((mesh) => ({ name, files, mesh }));
  });
}

function assertAgreement({ agreed, disagreements }: Comparison): void {
  const unexplained = disagreements.filter(
    (found) => !analysisDifferences.some(({ side, matches }) => side === found.side && matches(found)),
  );
  assert.equal(unexplained.slice(0, 5).map(describeOne).join("\n"), "", `${unexplained.length} disagreements`);
  assert.ok(agreed.size > 10, `only ${[...agreed.keys()]} are compared`);
}

function describeOne({ side, code, about, texts, mesh }: Disagreement): string {
  const text = mesh.files.map((file) => file.text).join("---\n");
  return `${mesh.name}: only ${side} say ${code} of ${about}: ${texts.join("; ")}\nmesh: ${mesh.mesh}\n${text}`;
}

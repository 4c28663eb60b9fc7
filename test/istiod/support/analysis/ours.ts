import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createAnalysis, type Facts } from "../../../../src/analyze/index.js";
import { loadAnalysis } from "../../../../src/config/index.js";
import type { Finding, Resource } from "../../../../src/model/index.js";
import { parseFile } from "../../../../src/parse/index.js";
import type { Mesh } from "./ask.js";

/** Ours of one mesh: its resources, valid or not, and what analysis says of them with every severity as Istio has it. */
export interface OurAnswer {
  readonly resources: readonly Resource[];
  readonly findings: readonly Finding[];
}

/** Analyses without validating: many of Istio's own examples are complete enough for its analyzers only. */
export function analyzeOurselves({ files, mesh }: Mesh): OurAnswer {
  const analysis = createAnalysis(configOf(mesh), "cluster.local");
  const resources = files.flatMap(
    ({ name, text }) => parseFile(name, Buffer.from(text), { defaultNamespace: "default" }).resources,
  );
  const findings: Finding[] = [];
  const facts: Facts[] = [];
  for (const resource of resources) {
    const examined = analysis.examine(resource, resource, []);
    findings.push(...examined.findings);
    if (examined.facts !== undefined) facts.push(examined.facts);
  }
  return { resources, findings: [...findings, ...analysis.compare(facts).map(({ finding }) => finding)] };
}

/** By way of a file, as users give it. */
function configOf(mesh: string) {
  const folder = mkdtempSync(join(tmpdir(), "gitxds-mesh-"));
  try {
    writeFileSync(join(folder, "mesh.yaml"), mesh);
    return loadAnalysis({ analyzeFailOn: "error", meshConfig: "mesh.yaml" }, folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

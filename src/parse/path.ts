import { parseFindings } from "../findings/parse.js";
import { finding } from "../findings/row.js";
import type { Finding } from "../model/index.js";

const kustomization: ReadonlySet<string> = new Set(["kustomization.yaml", "kustomization.yml", "Kustomization"]);

/** Whether a file of this name is read: YAML, JSON, and what tells that YAML is generated. */
export function parsesFile(path: string): boolean {
  return /\.(?:ya?ml|json)$/.test(path) || kustomization.has(baseName(path));
}

/** A warning where the file belongs to a generator that we do not run. */
export function findUnrendered(file: string): Finding | undefined {
  const name = baseName(file);
  const tool = kustomization.has(name) ? "Kustomize" : name === "Chart.yaml" ? "Helm" : undefined;
  if (tool === undefined) return undefined;
  return finding(
    parseFindings.unrendered,
    { file, line: 1, column: 1 },
    `this folder is a source of ${tool}, which is not rendered here: its files are read as they stand`,
    `commit what ${tool} renders and point --path at it, or list this folder in .gitxdsignore`,
  );
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

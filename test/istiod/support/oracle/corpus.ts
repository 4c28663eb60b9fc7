import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { splitDocuments } from "../../../../src/parse/chunk.js";
import { packageRoot } from "../../../../src/util/package-root.js";
import { moduleFolder } from "../harness.js";

/** A document as it stands in a file. */
export interface Source {
  /** Relative to the folder that was searched. */
  readonly file: string;
  readonly text: string;
}

/** Every YAML document of Istio's own sources of a kind in one of its groups: samples, charts, tests and what tests expect. */
export function istioDocuments(): readonly Source[] {
  return documentsBelow(moduleFolder("istio.io/istio"));
}

/** Those of this repository: the examples, good and broken, and what tests are fed with. */
export function ownDocuments(): readonly Source[] {
  const folders = ["examples", "test/fixtures/every-field", "test/fixtures/refused-by-istiod", "test/istiod/fixtures"];
  return folders.flatMap((folder) => documentsBelow(join(packageRoot(), folder)));
}

function documentsBelow(folder: string): readonly Source[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => /\.(ya?ml|golden)$/.test(file))
    .sort()
    .flatMap((file) => {
      const content = readFileSync(join(folder, file), "utf8");
      if (!content.includes("istio.io/v")) return [];
      return [...splitDocuments(content)]
        .filter(({ text }) => /^apiVersion: *["']?[a-z]+\.istio\.io\//m.test(text))
        .map(({ text }) => ({ file, text }));
    });
}

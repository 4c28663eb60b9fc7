import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { splitDocuments } from "../../../../src/parse/chunk.js";
import { moduleFolder } from "../harness.js";

/** A document as it stands in a file. */
export interface Source {
  /** Relative to the module. */
  readonly file: string;
  readonly text: string;
}

/** Every YAML document of Istio's own sources that may be one of an Istio kind: samples, charts, tests and what tests expect. */
export function istioDocuments(): readonly Source[] {
  const module = moduleFolder("istio.io/istio");
  return readdirSync(module, { recursive: true, encoding: "utf8" })
    .filter((file) => /\.(ya?ml|golden)$/.test(file))
    .sort()
    .flatMap((file) => {
      const content = readFileSync(join(module, file), "utf8");
      if (!content.includes("istio.io/v")) return [];
      return [...splitDocuments(content)]
        .filter(({ text }) => /^apiVersion: *["']?[a-z]+\.istio\.io\//m.test(text))
        .map(({ text }) => ({ file, text }));
    });
}

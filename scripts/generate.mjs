// Writes generated/ (not in Git): what is computed from protos/ and schemas/ once, at build time, to keep start-up short.
import { mkdirSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const folder = dirname(fileURLToPath(import.meta.url));
mkdirSync(join(folder, "../generated"), { recursive: true });
for (const name of readdirSync(folder).sort()) {
  if (/^generate-.*\.mjs$/.test(name)) await import(`./${name}`);
}

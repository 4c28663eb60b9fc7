/**
 * `npm run bench:validation`, and a part of `npm run bench`: what the verdict on a document costs (schema, CEL and rules
 * together), and how long it takes until the first can be given. The best of some repeats; asserts nothing.
 */
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { kinds } from "../../src/collections/kinds.js";
import type { Resource } from "../../src/model/index.js";
import { parseFile } from "../../src/parse/index.js";
import { packageRoot } from "../../src/util/package-root.js";
import { loadValidator, type Validator } from "../../src/validate/index.js";
import { documentOf, writeTree } from "./generate/index.js";
import { meshFiles } from "./mesh.js";

const repeats = 5;
/** Rounds over all documents before any is timed. */
const warmUp = 20;

const everyField = join(packageRoot(), "test/fixtures/every-field");

async function main(validator: Validator): Promise<void> {
  const bundled = await bundleStages();
  const loads = Array.from({ length: repeats }, () => measureReady(bundled));
  print(
    "schemas and rules ready, in a fresh process, bundled as dist/ is",
    ms(Math.min(...loads.map(({ ready }) => ready))),
  );
  print("the first document of each kind, together", ms(Math.min(...loads.map(({ first }) => first))));
  for (const [what, documents] of documentSets(validator)) {
    const { median, p99 } = measureVerdicts(validator, documents);
    print(
      `the verdict on one of ${documents.length} ${what}`,
      `median ${median.toFixed(0)} µs, p99 ${p99.toFixed(0)} µs`,
    );
  }
}

/** Documents without an error, by what they are. */
function* documentSets(validator: Validator): Iterable<readonly [what: string, documents: readonly Resource[]]> {
  const isGood = (resource: Resource) => validator.validate(resource).every(({ severity }) => severity !== "error");
  yield [
    "documents with every field",
    readdirSync(everyField).flatMap((name) => read(readFileSync(join(everyField, name)))),
  ];
  yield ["documents of a mesh", [...meshFiles(1_000)].flatMap(([, text]) => read(text))];
  const generated = kinds.flatMap(({ kind }) =>
    Array.from({ length: 200 }, (_, seed) => read(writeTree(documentOf(kind, seed)))).flat(),
  );
  yield ["generated documents", generated.filter(isGood)];
}

function read(content: string | Uint8Array): readonly Resource[] {
  return parseFile("document.yaml", Buffer.from(content), { defaultNamespace: "default" }).resources;
}

/** In µs, the best of some rounds. */
function measureVerdicts(validator: Validator, documents: readonly Resource[]): { median: number; p99: number } {
  for (let round = 0; round < warmUp; round += 1) for (const document of documents) validator.validate(document);
  const rounds = Array.from({ length: repeats }, () => {
    const times = documents.map((document) => {
      const start = performance.now();
      validator.validate(document);
      return (performance.now() - start) * 1_000;
    });
    times.sort((a, b) => a - b);
    const at = (part: number) => times[Math.floor(times.length * part)] ?? Number.NaN;
    return { median: at(0.5), p99: at(0.99) };
  });
  return {
    median: Math.min(...rounds.map(({ median }) => median)),
    p99: Math.min(...rounds.map(({ p99 }) => p99)),
  };
}

type Bundle = (entries: Record<string, string>, folder: string) => Promise<void>;

/** Bundles the stages as dist/ is bundled: what users start is made of such modules, not of those of the tests. */
async function bundleStages(): Promise<string> {
  const folder = "build/bench";
  const { bundle } = (await import(pathToFileURL(join(packageRoot(), "scripts/bundle.mjs")).href)) as {
    bundle: Bundle;
  };
  await bundle({ validate: "src/validate/index.ts", parse: "src/parse/index.ts" }, folder);
  return join(packageRoot(), folder);
}

/** In ms: from before the first import, and what the first document of each kind takes, in which its CEL is compiled. */
function measureReady(bundled: string): { readonly ready: number; readonly first: number } {
  const [validate, parse] = ["validate", "parse"].map((stage) =>
    JSON.stringify(pathToFileURL(join(bundled, `${stage}.js`)).href),
  );
  const program = `
    const start = performance.now();
    const { loadValidator } = await import(${validate});
    const validator = await loadValidator();
    const ready = performance.now() - start;
    const { parseFile } = await import(${parse});
    const { readdirSync, readFileSync } = await import("node:fs");
    const folder = ${JSON.stringify(`${everyField}/`)};
    const all = readdirSync(folder).flatMap((name) =>
      parseFile(name, readFileSync(folder + name), { defaultNamespace: "default" }).resources);
    const one = [...new Map(all.map((resource) => [resource.kind, resource])).values()];
    const before = performance.now();
    for (const resource of one) validator.validate(resource);
    console.log(JSON.stringify({ ready, first: performance.now() - before }));`;
  return JSON.parse(execFileSync(process.execPath, ["--input-type=module", "--eval", program], { encoding: "utf8" }));
}

function ms(value: number): string {
  return `${value.toFixed(0)} ms`;
}

function print(what: string, figure: string): void {
  process.stdout.write(`${what}: ${figure}\n`);
}

await main(await loadValidator());

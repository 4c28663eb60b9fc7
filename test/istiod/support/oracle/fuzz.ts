/**
 * `npm run fuzz -- [--minutes N | --documents N] [--seed S] [--kind K]`: generated documents against Kubernetes' and
 * Istio's own verdict, for so long or so many; with `--documents`, those of Istio's sources and of this repository
 * before them. Prints what came of it as a table of causes, each with its smallest document, and fails where one lies
 * outside the closed list; a seed gives the same documents again.
 */
import { parseArgs } from "node:util";
import { kinds } from "../../../../src/collections/kinds.js";
import type { KindName } from "../../../../src/model/index.js";
import { openOracle } from "./ask.js";
import { istioDocuments, ownDocuments } from "./corpus.js";
import { type Case, type Examination, examine, generated, printCounts } from "./examine.js";
import { openGitxds } from "./ours.js";
import { printRows } from "./table.js";

const batch = 1_000;

interface Plan {
  readonly chosen: readonly KindName[];
  readonly seed: number;
  readonly corpus: readonly Case[];
  /** How many documents come next after so many; 0 ends the run. */
  next(done: number): number;
}

function planOf(args: readonly string[]): Plan {
  const { values } = parseArgs({
    args: [...args],
    options: {
      minutes: { type: "string" },
      documents: { type: "string" },
      seed: { type: "string" },
      kind: { type: "string" },
    },
  });
  const seed = Number(values.seed ?? Math.floor(Math.random() * 2 ** 31));
  const chosen = kinds.map(({ kind }) => kind).filter((kind) => values.kind === undefined || values.kind === kind);
  const documents = values.documents === undefined ? undefined : Number(values.documents);
  const minutes = Number(values.minutes ?? 1);
  const isSized = Number.isInteger(documents ?? 0) && minutes > 0 && !(values.minutes && values.documents);
  if (chosen.length === 0 || !Number.isInteger(seed) || !isSized) throw new Error("see the README for usage");
  if (documents !== undefined) {
    const corpus = values.kind === undefined ? [...istioDocuments(), ...ownDocuments()] : [];
    return { chosen, seed, corpus, next: (done) => Math.min(batch, documents - done) };
  }
  const end = Date.now() + minutes * 60_000;
  return { chosen, seed, corpus: [], next: () => (Date.now() < end ? batch : 0) };
}

/** Resolves with how many documents were generated. */
async function run({ chosen, seed, corpus, next }: Plan, examination: Examination): Promise<number> {
  await examination.add(corpus);
  let done = 0;
  for (let count = next(done); count > 0; count = next(done)) {
    await examination.add(generated(chosen, seed + done, count));
    done += count;
  }
  return done;
}

async function main(): Promise<void> {
  const plan = planOf(process.argv.slice(2));
  const oracle = openOracle();
  try {
    const examination = examine(oracle, await openGitxds());
    const made = await run(plan, examination);
    const rows = await examination.rows();
    const lines = [printRows(rows), printCounts(examination.counts), ""];
    for (const [{ rule, direction }, count] of examination.used) {
      lines.push(`${count} x on the list, ${direction}: ${rule}`);
    }
    const judged = [...examination.counts.values()].reduce((sum, { documents }) => sum + documents, 0);
    lines.push("", `${judged} documents, ${made} of them generated from seed ${plan.seed}`);
    lines.push(`${rows.length} causes of disagreement outside the list`, "");
    process.stdout.write(lines.join("\n"));
    process.exitCode = rows.length > 0 ? 1 : 0;
  } finally {
    await oracle.close();
  }
}

await main();

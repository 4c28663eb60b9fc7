/**
 * `npm run fuzz -- --minutes N [--seed S] [--kind K]`: documents without end against Kubernetes' and Istio's own verdict.
 * Prints what came of it as a table of causes, each with its smallest document; a seed gives the same documents again.
 */
import { parseArgs } from "node:util";
import { kinds } from "../../../../src/collections/kinds.js";
import type { KindName } from "../../../../src/model/index.js";
import { type Oracle, openOracle } from "./ask.js";
import { examine, generated, printCounts } from "./examine.js";
import { type JudgeOurselves, openGitxds } from "./ours.js";
import { printRows } from "./table.js";

const batch = 1_000;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { minutes: { type: "string" }, seed: { type: "string" }, kind: { type: "string" } },
  });
  const minutes = Number(values.minutes ?? 1);
  const first = Number(values.seed ?? Math.floor(Math.random() * 2 ** 31));
  const chosen = kinds.map(({ kind }) => kind).filter((kind) => values.kind === undefined || values.kind === kind);
  if (chosen.length === 0 || !(minutes > 0) || !Number.isInteger(first)) throw new Error("see the README for usage");
  const oracle = openOracle();
  try {
    await fuzz(oracle, await openGitxds(), chosen, first, Date.now() + minutes * 60_000);
  } finally {
    await oracle.close();
  }
}

async function fuzz(
  oracle: Oracle,
  gitxds: JudgeOurselves,
  chosen: readonly KindName[],
  first: number,
  end: number,
): Promise<void> {
  const examination = examine(oracle, gitxds);
  process.stdout.write(`seed ${first}\n\n`);
  for (let seed = first; Date.now() < end; seed += batch) await examination.add(generated(chosen, seed, batch));
  const rows = await examination.rows("all");
  process.stdout.write(`${printRows(rows)}\n${printCounts(examination.counts)}\n\n${rows.length} causes\n`);
  for (const [{ rule, direction }, count] of examination.used) {
    process.stdout.write(`${count} x on the list as ${direction}: ${rule}\n`);
  }
}

await main();

/**
 * `npm run crash -- --kills N [--seed N]`: kills the service at random instants and looks that each restart goes on from
 * what was good (support/storage/crash.ts). Prints what was hit; ends with 1 where a restart did not.
 */
import { parseArgs } from "node:util";
import { runCrashes } from "./storage/crash.js";

const { values } = parseArgs({ options: { kills: { type: "string" }, seed: { type: "string" } } });
const seed = Number(values.seed ?? Math.floor(Math.random() * 2 ** 31));
process.stdout.write(`seed ${seed}\n`);
const { kills, commits, phases, readyMs } = await runCrashes(Number(values.kills ?? 300), seed);
const at = (share: number) => `${Math.round(readyMs[Math.floor((readyMs.length - 1) * share)] ?? 0)} ms`;
process.stdout.write(`${kills} kills in ${commits} commits; each restart served the last good commit or a newer one\n`);
for (const [phase, count] of phases) process.stdout.write(`  ${phase}: ${count}\n`);
process.stdout.write(`start of the process to serving: median ${at(0.5)}, at most ${at(1)}\n`);

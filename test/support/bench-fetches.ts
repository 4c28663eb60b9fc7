/**
 * `npm run bench:fetches -- --fetches N --files N`: fetches one commit after another into one folder, and prints what
 * that costs at the beginning and at the end. Asserts nothing.
 */
import { parseArgs } from "node:util";
import { runFetches } from "./storage/fetches.js";

const { values } = parseArgs({ options: { fetches: { type: "string" }, files: { type: "string" } } });
const fetches = Number(values.fetches ?? 2_000);
const files = Number(values.files ?? 1_000);
const { times, cpuTimes, mostPacks, mostBytes, freshBytes } = await runFetches(fetches, files);
const span = Math.min(100, Math.ceil(times.length / 2));
print(`${fetches} fetches of one-file commits, ${files} files`, summary(times));
print(`the first ${span}`, summary(times.slice(0, span)));
print(`the last ${span}`, summary(times.slice(-span)));
print(`processor time of the first ${span}`, summary(cpuTimes.slice(0, span)));
print(`processor time of the last ${span}`, summary(cpuTimes.slice(-span)));
print("packs, at most", `${mostPacks}`);
print(
  "disk, at most",
  `${kib(mostBytes)}, ${(mostBytes / freshBytes).toFixed(2)} x a fresh clone (${kib(freshBytes)})`,
);

function summary(values: readonly number[]): string {
  const sorted = [...values].sort((a, b) => a - b);
  const mean = sorted.reduce((sum, value) => sum + value, 0) / sorted.length;
  const at = (share: number) => sorted[Math.floor((sorted.length - 1) * share)]?.toFixed(0);
  return `mean ${mean.toFixed(0)} ms, median ${at(0.5)} ms, p95 ${at(0.95)} ms, at most ${at(1)} ms`;
}

function kib(bytes: number): string {
  return `${Math.ceil(bytes / 1024)} KiB`;
}

function print(what: string, figure: string): void {
  process.stdout.write(`${what}: ${figure}\n`);
}

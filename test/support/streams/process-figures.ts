import { readFileSync, writeFileSync } from "node:fs";

/** Resident memory of a process, now and at most, in MB: from /proc, so on Linux alone. */
export function residentMb(pid: number): { readonly now: number; readonly most: number } {
  const text = readFileSync(`/proc/${pid}/status`, "utf8");
  const of = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+)`, "m").exec(text)?.[1]) / 1024;
  return { now: of("VmRSS"), most: of("VmHWM") };
}

/** Forgets how much it was at most (proc(5), clear_refs). */
export function resetMost(pid: number): void {
  writeFileSync(`/proc/${pid}/clear_refs`, "5");
}

/** The value at a share of all, 0 to 1. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) * share)] ?? Number.NaN;
}

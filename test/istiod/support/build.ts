import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { packageRoot } from "../../../src/util/package-root.js";

/** The folder of the Go module. */
export const harnessFolder = join(packageRoot(), "test/istiod/harness");

/** A build from cold caches compiles Istio and half of Kubernetes. */
const buildTimeoutMs = 9 * 60_000;

/**
 * The path of the harness, built where its sources have changed since the last time. It is kept outside the repository,
 * under a hash of the sources; test files that start together wait for one build.
 */
export function buildHarness(): string {
  const cache = join(process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "gitxds");
  const binary = join(cache, `harness-${hashOfSources()}`);
  if (existsSync(binary)) return binary;
  mkdirSync(cache, { recursive: true });
  return withLock(`${binary}.lock`, () => {
    if (!existsSync(binary)) build(binary);
    return binary;
  });
}

function build(binary: string): void {
  process.stderr.write("building istiod from source: minutes the first time, seconds after a change\n");
  const unfinished = `${binary}.${process.pid}`;
  const { status, stderr, error } = spawnSync("go", ["build", "-ldflags=-s -w", "-o", unfinished, "."], {
    cwd: harnessFolder,
    encoding: "utf8",
    timeout: buildTimeoutMs,
  });
  if (status !== 0) throw new Error(`go build in ${harnessFolder}: ${error?.message ?? stderr}`);
  renameSync(unfinished, binary);
}

function hashOfSources(): string {
  const hash = createHash("sha256");
  const names = readdirSync(harnessFolder, { recursive: true, encoding: "utf8" }).sort();
  for (const name of names) {
    if (!/\.go$|^go\.(mod|sum)$/.test(name)) continue;
    hash.update(`${name}\n`).update(readFileSync(join(harnessFolder, name)));
  }
  return hash.digest("hex").slice(0, 16);
}

/** Runs while no other process holds the lock. A lock whose holder has died is taken over. */
function withLock<T>(path: string, run: () => T): T {
  while (!tryLock(path)) {
    if (!isHeld(path)) rmSync(path, { force: true });
    else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100);
  }
  try {
    return run();
  } finally {
    rmSync(path, { force: true });
  }
}

function tryLock(path: string): boolean {
  try {
    writeFileSync(path, String(process.pid), { flag: "wx" });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

function isHeld(path: string): boolean {
  try {
    process.kill(Number(readFileSync(path, "utf8")), 0);
    return true;
  } catch {
    // Its holder has died; one that is just being made is left alone.
    return Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0) < 1_000;
  }
}

import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { test } from "node:test";
import { buildHarness, harnessFolder } from "./build.js";

/**
 * Options for a suite that needs Istio itself. Without Go it is skipped, and says so; where CI=true that is a failure,
 * because a suite that nobody runs proves nothing.
 */
export function needsGo(): { readonly skip?: string } {
  const found = spawnSync("go", ["version"], { encoding: "utf8" });
  if (found.status === 0) return {};
  const reason = "Go is not installed (https://go.dev/dl): a real istiod is built from source";
  if (process.env.CI === "true") throw new Error(reason);
  process.stderr.write(`\nSKIPPED, NOT PROVEN: ${reason}\n\n`);
  // The runner counts tests, not suites: without one that is skipped there would be nothing to see in its summary.
  void test(reason, { skip: true });
  return { skip: reason };
}

/** Runs a command of the harness to its end and returns the JSON values it printed, one a line. */
export function askHarness<T>(args: readonly string[], input = ""): readonly T[] {
  const { status, stdout, stderr, error } = spawnSync(buildHarness(), args, {
    input,
    encoding: "utf8",
    maxBuffer: 256 * 1024 * 1024,
    timeout: 120_000,
  });
  if (status !== 0) throw new Error(`harness ${args.join(" ")}: ${error?.message ?? `exit code ${status}`}\n${stderr}`);
  return stdout
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as T);
}

/** The file of Istio's CustomResourceDefinitions in the module that the harness is built with. */
export function crdFile(): string {
  return join(moduleFolder("istio.io/api"), "kubernetes/customresourcedefinitions.gen.yaml");
}

/** The sources of a Go module, at the version that the harness is built with. */
export function moduleFolder(name: string): string {
  const { stdout, stderr } = spawnSync("go", ["list", "-m", "-f", "{{.Dir}}", name], {
    cwd: harnessFolder,
    encoding: "utf8",
  });
  const folder = stdout.trim();
  if (folder === "") throw new Error(`the module ${name} is not there: ${stderr}`);
  return folder;
}

/** The sources of any release of a Go module; what the harness is built with stays as it is. */
export function downloadModule(name: string, version: string): string {
  const { stdout, stderr } = spawnSync("go", ["mod", "download", "-json", `${name}@${version}`], {
    cwd: harnessFolder,
    encoding: "utf8",
    timeout: 120_000,
  });
  const { Dir: folder } = (stdout === "" ? {} : JSON.parse(stdout)) as { readonly Dir?: string };
  if (folder === undefined) throw new Error(`${name} ${version} cannot be had: ${stdout}${stderr}`);
  return folder;
}

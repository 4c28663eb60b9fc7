// Runs the compiled tests of the named suites (folders of build/test) and fails when none ran.
import { spawn } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";

const suites = process.argv.slice(2);
const files = suites.flatMap((suite) => {
  const folder = join("build/test", suite);
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true })
    .filter((name) => name.endsWith(".test.js"))
    .map((name) => join(folder, name));
});
if (files.length === 0) {
  console.error(`no test file in build/test/{${suites.join(",")}}: run npm run build:test first`);
  process.exit(1);
}

const runner = spawn(
  process.execPath,
  ["--enable-source-maps", "--test", "--test-reporter=spec", "--test-timeout=600000", ...files.sort()],
  {
    stdio: ["ignore", "pipe", "inherit"],
  },
);
let ran = 0;
createInterface(runner.stdout).on("line", (line) => {
  console.log(line);
  ran = Number(/^[#ℹ] tests (\d+)/.exec(line)?.[1] ?? ran);
});
runner.on("close", (code) => {
  if (ran === 0) console.error("no test ran");
  process.exitCode = code !== 0 || ran === 0 ? 1 : 0;
});

import assert from "node:assert/strict";
import { createWriteStream, writeFileSync } from "node:fs";
import { join } from "node:path";
import { finished } from "node:stream/promises";
import { type TestContext, test } from "node:test";
import { runBin } from "../../support/cli.js";
import { scratch } from "../../support/git/repository.js";

const head = "apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: {name: a, namespace: b}\n";

/** Runs the command with a heap that holds the program and little else; more would abort the process. */
const smallHeap = ["--max-old-space-size=64"];

function folder(t: TestContext): string {
  const { path, remove } = scratch();
  t.after(remove);
  return path;
}

async function validate(cwd: string, ...paths: readonly string[]) {
  const { exitCode, stdout, stderr } = await runBin(["validate", "--format", "json", ...paths], {
    cwd,
    nodeArgs: smallHeap,
  });
  assert.equal(stderr, "");
  return { exitCode, findings: JSON.parse(stdout).findings as readonly { file: string; code: string; line: number }[] };
}

/** Six levels of ten aliases each stand for a million values. */
function millionAliases(): string {
  const levels = [..."abcdef"].map((name, level, names) => {
    const below = level === 0 ? "x" : `*${names[level - 1]}`;
    return `${name}: &${name} [${Array(10).fill(below).join(", ")}]\n`;
  });
  return `${head}${levels.join("")}spec: *f\n`;
}

test("50 MB, 10,000 levels and a million aliases are a finding each, in a small heap, alone and in a folder", async (t) => {
  const cwd = folder(t);
  const large = createWriteStream(join(cwd, "large.yaml"));
  large.write(head);
  for (let count = 0; count < 50; count += 1) large.write(`${"# istio.io ".repeat(95_325)}\n`);
  await finished(large.end());
  writeFileSync(join(cwd, "deep.yaml"), `${head}spec: ${"[".repeat(10_000)}${"]".repeat(10_000)}\n`);
  writeFileSync(join(cwd, "aliases.yaml"), millionAliases());
  writeFileSync(join(cwd, "flat.yaml"), `${head}a: &a 1\nspec: [${"*a,".repeat(300_000)}]\n`);
  const expected = ["aliases.yaml GX105", "deep.yaml GX105", "flat.yaml GX105", "large.yaml GX040"];
  for (const paths of [["."], ["large.yaml", "deep.yaml", "aliases.yaml", "flat.yaml"]]) {
    const { exitCode, findings } = await validate(cwd, ...paths);
    assert.equal(exitCode, 1);
    assert.deepEqual(
      findings.map(({ file, code }) => `${file} ${code}`),
      expected,
    );
  }
});

test("regular expressions that hang a backtracking engine are judged like any other", async (t) => {
  const cwd = folder(t);
  const patterns = [
    "(a+)+$",
    "(a|a)*$",
    "(.*)*x",
    "^(([a-z])+.)+[A-Z]([a-z])+$",
    "(x+x+)+y",
    `(${"a?".repeat(25)})${"a".repeat(25)}`,
  ];
  const matches = patterns.map(
    (regex) => `  - match: [{uri: {regex: "${regex}"}}]\n    directResponse: {status: 200}\n`,
  );
  writeFileSync(join(cwd, "regex.yaml"), `${head}spec:\n  hosts: [a.b]\n  http:\n${matches.join("")}`);
  assert.deepEqual(await validate(cwd, "regex.yaml"), { exitCode: 0, findings: [] });
  const refused = [
    "(a{1000}){1000}",
    "((((a{10}){10}){10}){10}){10}",
    "(?=a)",
    "\\\\1",
    `${"(".repeat(2_000)}${")".repeat(2_000)}`,
  ];
  for (const regex of refused) {
    const match = `  - match: [{uri: {regex: "${regex}"}}]\n    directResponse: {status: 200}\n`;
    writeFileSync(join(cwd, "regex.yaml"), `${head}spec:\n  hosts: [a.b]\n  http:\n${match}`);
    const { exitCode, findings } = await validate(cwd, "regex.yaml");
    assert.deepEqual([exitCode, findings.length], [1, 1], regex.slice(0, 40));
  }
});

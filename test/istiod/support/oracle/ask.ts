import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { buildHarness } from "../build.js";
import { crdFile } from "../harness.js";
import type { Verdict } from "../verdict.js";

/** A harness that stays: starting one compiles the rules of all CRDs. */
export interface Oracle {
  /** A verdict for each text, each the text of one YAML document. */
  judge(texts: readonly string[]): Promise<readonly Verdict[]>;
  close(): Promise<void>;
}

export function openOracle(): Oracle {
  const child = spawn(buildHarness(), ["judge", `--crds=${crdFile()}`], { stdio: ["pipe", "pipe", "pipe"] });
  let stderr = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr = (stderr + text).slice(-4_000);
  });
  child.stdin.on("error", () => {});
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const exited = once(child, "exit");
  const next = async (): Promise<Verdict> => {
    const { value, done } = await lines.next();
    if (done === true) throw new Error(`the harness has ended: ${stderr}`);
    return JSON.parse(value) as Verdict;
  };
  return {
    async judge(texts) {
      child.stdin.write(texts.map((text) => `${JSON.stringify(text)}\n`).join(""));
      const verdicts: Verdict[] = [];
      for (const _ of texts) verdicts.push(await next());
      return verdicts;
    },
    async close() {
      child.stdin.end();
      await exited;
    },
  };
}

import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import type { CliIo } from "../../src/cli/io.js";
import { packageRoot } from "../../src/util/package-root.js";

/** What a command wrote. */
export interface CapturedOutput {
  stdout: string;
  stderr: string;
}

/** Surroundings for a command that keep what it writes. */
export function captureIo(options: { readonly cwd: string; readonly stdin?: string; readonly env?: CliIo["env"] }): {
  readonly io: CliIo;
  readonly output: CapturedOutput;
} {
  const output: CapturedOutput = { stdout: "", stderr: "" };
  const sink = (name: keyof CapturedOutput) => ({
    write(text: string) {
      output[name] += text;
    },
  });
  const io: CliIo = {
    env: options.env ?? {},
    cwd: options.cwd,
    stdin: Readable.from([Buffer.from(options.stdin ?? "")]),
    stdout: sink("stdout"),
    stderr: sink("stderr"),
  };
  return { io, output };
}

/** Runs the built bin in a process of its own until it ends. */
export async function runBin(
  args: readonly string[],
  options: { readonly cwd: string; readonly nodeArgs?: readonly string[] },
): Promise<{ readonly exitCode: number | null; readonly stdout: string; readonly stderr: string }> {
  const child = spawn(process.execPath, [...(options.nodeArgs ?? []), join(packageRoot(), "dist/main.js"), ...args], {
    cwd: options.cwd,
    env: { PATH: process.env.PATH ?? "", HOME: options.cwd },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const output = Promise.all([text(child.stdout), text(child.stderr)]);
  const [exitCode] = (await once(child, "close")) as [number | null];
  const [stdout, stderr] = await output;
  return { exitCode, stdout, stderr };
}

import { Readable } from "node:stream";
import type { CliIo } from "../../src/cli/io.js";

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

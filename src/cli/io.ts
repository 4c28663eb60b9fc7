import type { Readable } from "node:stream";
import type { Terminal } from "../util/progress.js";

/** What a command touches of the process; tests pass their own. */
export interface CliIo {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Where relative paths start: where the user is, also when npm runs the command. */
  readonly cwd: string;
  readonly stdin: Readable;
  readonly stdout: Terminal;
  readonly stderr: Terminal;
}

/** 0 done, 1 error findings, 2 usage, configuration, port or remote. */
export type ExitCode = 0 | 1 | 2;

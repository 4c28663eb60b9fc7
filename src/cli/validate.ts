import { buffer } from "node:stream/consumers";
import { istioTargetOf } from "../config/index.js";
import { UsageError } from "../model/index.js";
import { type OnceTarget, runOnce } from "../pipeline/once.js";
import { formats } from "./formats/index.js";
import type { CliIo, ExitCode } from "./io.js";
import { lineReader } from "./lines.js";
import { diskTarget } from "./targets.js";

/** The flags of `gitxds validate`. */
export interface ValidateFlags {
  readonly format: string;
  readonly defaultNamespace: string;
  readonly istioVersion?: string;
  readonly profile?: string;
}

/** `gitxds validate PATH...`: the verdict that `serve` would give, on files as they are. */
export async function validateCommand(paths: readonly string[], flags: ValidateFlags, io: CliIo): Promise<ExitCode> {
  const write = formats[flags.format];
  if (write === undefined) {
    throw new UsageError(`--format ${flags.format} is not known`, `use one of ${Object.keys(formats).join(", ")}`);
  }
  const istio = istioTargetOf(flags, io.cwd);
  const targets: OnceTarget[] = [];
  for (const path of paths) {
    if (path === "-") targets.push({ type: "text", name: "-", path: null, bytes: await buffer(io.stdin) });
    else targets.push(diskTarget(path, io.cwd));
  }
  const { findings, files, resources } = await runOnce(targets, {
    defaultNamespace: flags.defaultNamespace,
    domainSuffix: "cluster.local",
    token: null,
    istio,
  });
  const roots = targets.flatMap((target) => ("shownAs" in target ? [target.shownAs] : []));
  io.stdout.write(write({ findings, roots, files, resources, readLine: lineReader(io.cwd, targets) }));
  return findings.some(({ severity }) => severity === "error") ? 1 : 0;
}

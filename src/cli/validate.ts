import { isAbsolute, relative, resolve, sep } from "node:path";
import { type AnalysisFlags, istioTargetOf, loadAnalysis, loadPolicies, type PoliciesFlags } from "../config/index.js";
import { UsageError } from "../model/index.js";
import { type OnceTarget, runOnce } from "../pipeline/on-disk/once.js";
import { progressBar } from "../util/progress.js";
import { findWorkTree } from "../util/work-tree.js";
import { formats } from "./formats/index.js";
import type { CliIo, ExitCode } from "./io.js";
import { lineReader } from "./lines.js";
import { diskTarget, stdinTarget } from "./targets.js";

/** The flags of `gitxds validate`. */
export interface ValidateFlags extends AnalysisFlags, PoliciesFlags {
  readonly format: string;
  readonly defaultNamespace: string;
  readonly istioVersion?: string;
  readonly profile?: string;
  readonly base?: string;
  readonly stdinName?: string;
  readonly quiet?: boolean;
}

/** A bar is shown only for what takes longer. */
const barAfterMs = 1_000;

/** `gitxds validate PATH...`: the verdict that `serve` would give, on files as they are. */
export async function validateCommand(paths: readonly string[], flags: ValidateFlags, io: CliIo): Promise<ExitCode> {
  const { base, quiet = false } = flags;
  const write = formats[flags.format];
  if (write === undefined) {
    throw new UsageError(`--format ${flags.format} is not known`, `use one of ${Object.keys(formats).join(", ")}`);
  }
  const targets = await readTargets(paths, flags, io);
  const bar = progressBar(quiet || io.env.CI ? undefined : io.stderr, { afterMs: barAfterMs });
  const result = await runOnce(targets, {
    defaultNamespace: flags.defaultNamespace,
    domainSuffix: "cluster.local",
    policies: loadPolicies(flags, io.cwd),
    analysis: loadAnalysis(flags, io.cwd),
    token: null,
    istio: istioTargetOf(flags, io.cwd),
    ...(base === undefined ? {} : { base }),
    onProgress: (done, total) => bar.show("validate", done, total),
  }).finally(() => bar.clear());
  io.stdout.write(
    write({
      ...result,
      roots: targets.flatMap((target) => ("shownAs" in target ? [target.shownAs] : [])),
      readLine: lineReader(io.cwd, targets),
      fromTop: fromTop(io.cwd),
      color: mayColor(io),
      quiet,
    }),
  );
  return result.findings.some(({ severity }) => severity === "error") ? 1 : 0;
}

async function readTargets(
  paths: readonly string[],
  { base, stdinName }: ValidateFlags,
  io: CliIo,
): Promise<readonly OnceTarget[]> {
  const fromStdin = paths.includes("-");
  if (stdinName !== undefined && !fromStdin) {
    throw new UsageError("--stdin-name names standard input, which is not read", "add - to the paths");
  }
  if (base !== undefined && fromStdin && stdinName === undefined) {
    throw new UsageError("--base cannot tell which file standard input is", "say so with --stdin-name FILE");
  }
  const targets: OnceTarget[] = [];
  for (const path of new Set(paths)) {
    targets.push(path === "-" ? await stdinTarget(stdinName, io.stdin, io.cwd) : diskTarget(path, io.cwd));
  }
  return targets;
}

/** From the top of the checkout, whatever folder of it the command runs in; outside of one, from that folder. */
function fromTop(cwd: string): (file: string) => string {
  const top = findWorkTree(cwd) ?? cwd;
  return (file) => {
    const absolute = resolve(cwd, file);
    const short = relative(top, absolute);
    const outside = isAbsolute(short) || short === ".." || short.startsWith(`..${sep}`);
    return (outside ? absolute : short).split(sep).join("/");
  };
}

/** On a terminal, unless the user wants none (no-color.org) or it has none. */
function mayColor({ env, stdout }: CliIo): boolean {
  return stdout.isTTY === true && !env.NO_COLOR && env.TERM !== "dumb";
}

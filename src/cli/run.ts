import { Command, CommanderError, Option } from "commander";
import { oldestIstioVersion, pinnedIstioVersion } from "../collections/istio-versions.js";
import { packageVersion } from "../util/version.js";
import { describeError } from "./describe-error.js";
import type { ExplainFlags } from "./explain.js";
import { formats } from "./formats/index.js";
import type { CliIo, ExitCode } from "./io.js";
import type { ServeFlags } from "./serve.js";
import type { SnapshotFlags } from "./snapshot.js";
import type { ValidateFlags } from "./validate.js";

/** Runs the command line and says how it ended; errors that users can act on are printed, never thrown. */
export async function run(argv: readonly string[], io: CliIo): Promise<ExitCode> {
  let exitCode: ExitCode = 0;
  const program = buildProgram(io, (code) => {
    exitCode = code;
  });
  try {
    await program.parseAsync(argv, { from: "user" });
    return exitCode;
  } catch (error) {
    // commander has printed its message already; help and --version end with 0.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    io.stderr.write(describeError(error));
    return 2;
  }
}

function buildProgram(io: CliIo, ended: (code: ExitCode) => void): Command {
  const program = new Command("gitxds")
    .description(
      "Serves Istio configuration straight from Git: validates every commit and hands it to istiod over MCP-over-xDS.",
    )
    .version(packageVersion())
    .exitOverride()
    .configureOutput({ writeOut: (text) => io.stdout.write(text), writeErr: (text) => io.stderr.write(text) })
    .showHelpAfterError("(gitxds --help lists the commands, gitxds COMMAND --help its flags)");
  addServe(program, io, ended);
  addValidate(program, io, ended);
  addSnapshot(program, io, ended);
  addExplain(program, io, ended);
  return program;
}

const namespaceFlag = () =>
  new Option("--default-namespace <name>", "namespace of resources that name none").default("default");
const domainFlag = () =>
  new Option("--domain-suffix <domain>", "what short host names are completed with").default("cluster.local");

const istioVersionFlag = () =>
  new Option(
    "--istio-version <version>",
    `the oldest istiod that is served, ${oldestIstioVersion} to ${pinnedIstioVersion} (default: ${pinnedIstioVersion})`,
  );
const profileFlag = () =>
  new Option(
    "--profile <profile>",
    "sidecar, or ambient: there policies for ztunnel are errors, istiod reads them from Kubernetes only (default: sidecar)",
  );
const policiesFlag = () =>
  new Option("--policies <dir>", "folder with ValidatingAdmissionPolicies and bindings that every resource must keep");
const skipPoliciesFlag = () =>
  new Option("--skip-repository-policies", "leave such policies among the repository's files to the cluster");

/** The flags that are about analysis; commander wants options of its own for each command. */
const analysisFlags = () => [
  new Option(
    "--mesh-config <file>",
    "istiod's MeshConfig, or the ConfigMap that holds it: IST0134 and IST0157 need it",
  ),
  new Option(
    "--analyze-fail-on <severity>",
    "from which on findings of analysis (IST codes) are errors (default: never)",
  ),
  new Option("--analyze-disable <codes>", "IST codes that are not shown, separated by commas"),
];

// Each command's code is loaded when it is asked for: a restart of serve does not wait for the others'.
function addServe(program: Command, io: CliIo, ended: (code: ExitCode) => void): void {
  const command = program
    .command("serve")
    .description("follow a repository and serve it to istiod; without REPO, a small example mesh that it makes for you")
    .argument(
      "[repo]",
      "https://, http://, ssh:// or file:// URL, git@host:path, or a local path: bare, checkout or worktree",
    )
    .option(
      "--ref <ref>",
      "branch, tag or full commit id (default: the branch that the remote's HEAD names); a range of versions can stand in gitxds.yaml",
    )
    .option("--path <dir>", "serve one folder of the repository")
    .option("--listen <address>", "where istiod connects (default: 127.0.0.1:18000)")
    .option(
      "--admin <address>",
      "where health, status and metrics are served, and webhooks taken (default: 127.0.0.1:18080)",
    )
    .option("--state-dir <dir>", "where clones are kept (default: $XDG_STATE_HOME/gitxds or ~/.local/state/gitxds)")
    .option(
      "--interval <duration>",
      "time between two looks at the remote (default: 15s); a cron expression can stand in gitxds.yaml",
    )
    .option("--config <file>", "gitxds.yaml, read again when it changes and on SIGHUP; flags win over it")
    .option("--allow-empty", "serve a commit that holds no Istio resource")
    .option("--default-namespace <name>", "namespace of resources that name none (default: default)")
    .option("--domain-suffix <domain>", "what short host names are completed with (default: cluster.local)")
    .addOption(istioVersionFlag())
    .addOption(profileFlag())
    .addOption(policiesFlag())
    .addOption(skipPoliciesFlag())
    .option("--admin-token-file <file>", "file with the bearer token that POST requests under /api must carry")
    .option("--webhook-secret-file <file>", "file with the secret that forges sign webhooks with (default: none taken)")
    .addHelpText("after", environmentHelp)
    .action(async (repo: string | undefined, flags: ServeFlags) =>
      ended(await (await import("./serve.js")).serveCommand(repo, flags, io)),
    );
  for (const flag of analysisFlags()) command.addOption(flag);
}

function addValidate(program: Command, io: CliIo, ended: (code: ExitCode) => void): void {
  const command = program
    .command("validate")
    .description("give the verdict that serve would give, on files as they are")
    .argument("<path...>", "files, folders, or - for standard input")
    .addOption(new Option("--format <format>", "how to print it").choices(Object.keys(formats)).default("text"))
    .option("--base <ref>", "report only what is worse than where REF and HEAD parted (see below)")
    .option("--stdin-name <file>", "the file that standard input stands for; it need not exist")
    .option("-q, --quiet", "print findings only: no progress bar, no summary")
    .addOption(namespaceFlag())
    .addOption(istioVersionFlag())
    .addOption(profileFlag())
    .addOption(policiesFlag())
    .addOption(skipPoliciesFlag())
    .addHelpText("after", validateHelp)
    .action(async (paths: string[], flags: ValidateFlags) =>
      ended(await (await import("./validate.js")).validateCommand(paths, flags, io)),
    );
  for (const flag of analysisFlags()) command.addOption(flag);
}

function addSnapshot(program: Command, io: CliIo, ended: (code: ExitCode) => void): void {
  program
    .command("snapshot")
    .description("print what would be served: every resource with its version, place and binary body")
    .argument(
      "<path-or-repo>",
      "a folder as it is on disk; a URL, a bare repository or anything with --ref is read through Git",
    )
    .option("--ref <ref>", "branch, tag or full commit id")
    .option("--path <dir>", "one folder of it")
    .addOption(new Option("--format <format>", "how to print it").choices(["json"]).default("json"))
    .addOption(namespaceFlag())
    .addOption(domainFlag())
    .addOption(istioVersionFlag())
    .addOption(profileFlag())
    .addOption(policiesFlag())
    .addOption(skipPoliciesFlag())
    .action(async (where: string, flags: SnapshotFlags) =>
      ended(await (await import("./snapshot.js")).snapshotCommand(where, flags, io)),
    );
}

function addExplain(program: Command, io: CliIo, ended: (code: ExitCode) => void): void {
  program
    .command("explain")
    .description("say of a finding's code which rule it is, why it is there and what to do; without CODE, list all")
    .argument("[code]", "as in GX202")
    .addOption(new Option("--format <format>", "how to print it").choices(["text", "json"]).default("text"))
    .action(async (code: string | undefined, flags: ExplainFlags) =>
      ended((await import("./explain.js")).explainCommand(code, flags, io)),
    );
}

const validateHelp = `
With --base, files are judged as they are on disk, uncommitted changes included, and as they were at the merge base of
REF and HEAD, which is what git diff REF...HEAD and a pull request show. Findings that were there already are counted,
not printed, and do not fail. A finding is the same one when rule, resource and message are, whatever the line and file.
REF is a branch, a tag, origin/main or a commit id, with any ~N or ^N; it is read from the local repository.

Exit codes: 0 no error (with --base: no new one), 1 errors, 2 the command could not run.

Examples:
  gitxds validate mesh
  gitxds validate --base origin/main --format github mesh
  gitxds validate --stdin-name mesh/shop.yaml mesh - < buffer`;

const environmentHelp = `
Environment:
  GITXDS_LISTEN           default of --listen, GITXDS_ADMIN of --admin, GITXDS_STATE_DIR of --state-dir
  GITXDS_TOKEN            token for a private https:// repository whose URL has no user info; never logged
  HTTPS_PROXY, HTTP_PROXY, NO_PROXY
                          the proxies of https:// and http:// repositories, and the hosts that need none
  GITXDS_SSH_KEY_FILE     private key for a repository over SSH (default: the agent at SSH_AUTH_SOCK)
  GITXDS_SSH_KNOWN_HOSTS  keys of SSH hosts (default: ~/.ssh/known_hosts and /etc/ssh/ssh_known_hosts)
  GITXDS_LOG_LEVEL        trace, debug, info (default), warn, error`;

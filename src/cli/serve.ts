import { resolve } from "node:path";
import { createExampleRepository, type StopManner, serve } from "../app.js";
import {
  type AnalysisFlags,
  loadConfig,
  type PoliciesFlags,
  readAdminToken,
  readWebhookSecret,
} from "../config/index.js";
import type { Config } from "../model/index.js";
import { createLog, type Log, logListening } from "../util/log.js";
import { stackOf } from "./describe-error.js";
import { embeddedExample } from "./embedded.js";
import type { CliIo, ExitCode } from "./io.js";
import { welcomeText } from "./welcome.js";

/** The flags of `gitxds serve`, as typed. */
export interface ServeFlags extends AnalysisFlags, PoliciesFlags {
  readonly config?: string;
  readonly ref?: string;
  readonly path?: string;
  readonly listen?: string;
  readonly admin?: string;
  readonly stateDir?: string;
  readonly interval?: string;
  readonly allowEmpty?: boolean;
  readonly defaultNamespace?: string;
  readonly domainSuffix?: string;
  readonly istioVersion?: string;
  readonly profile?: string;
  readonly adminTokenFile?: string;
  readonly webhookSecretFile?: string;
}

/** `gitxds serve [REPO]`: runs until SIGINT, or SIGTERM, which drains streams first; a second one of a kind ends it at once. */
export async function serveCommand(repo: string | undefined, flags: ServeFlags, io: CliIo): Promise<ExitCode> {
  const { config: file = null, ...settings } = flags;
  const load = () => {
    const loaded = loadConfig({ file, flags: { repo, ...settings }, env: io.env, cwd: io.cwd });
    // Read anew for every request; a mistake should not wait for the first one to come out.
    for (const { webhook } of loaded.sources) if (webhook !== undefined) readWebhookSecret(webhook.secretFile);
    return loaded;
  };
  const given = load();
  const { config, exampleFolder } = await withSource(given);
  const adminToken = readAdminToken(config.adminTokenFile);
  const log = createLog({
    destination: io.stderr,
    pretty: io.stderr.isTTY === true,
    level: io.env.GITXDS_LOG_LEVEL,
  });
  endOnUnforeseen(log);
  await serve(config, {
    log,
    terminal: io.stderr,
    adminToken,
    stop: stopSignal(),
    configFile: file === null ? null : { name: file, path: resolve(io.cwd, file), load },
    onHangup: (reload) => process.on("SIGHUP", reload),
    onListening: ({ xds, admin }) => {
      logListening(log, { xds, admin });
      if (config.analysis.mesh === null) log.info(noMeshConfig);
      if (io.stderr.isTTY === true || exampleFolder !== null) {
        io.stdout.write(welcomeText({ xds, admin, exampleFolder }));
      }
    },
  });
  return 0;
}

const noMeshConfig =
  "no MeshConfig is configured: IST0134, IST0157 and Lightstep providers (IST0002) are not checked; --mesh-config FILE, or analysis.meshConfig, gives it";

/** Where no repository is named, the example mesh is served, from a checkout that the user can commit in. */
async function withSource(config: Config): Promise<{ readonly config: Config; readonly exampleFolder: string | null }> {
  if (config.sources.length > 0) return { config, exampleFolder: null };
  const { folder, filesFrom, source } = embeddedExample(config.stateDir);
  await createExampleRepository(folder, filesFrom);
  const listeners = config.listeners.map((listener) => ({ ...listener, sources: [source.name] }));
  return { config: { ...config, sources: [source], listeners }, exampleFolder: folder };
}

/**
 * What nobody foresaw may have left anything in any state, so the process ends: the log's last line says why, and whoever
 * runs it starts it again, from the last good.
 */
function endOnUnforeseen(log: Log): void {
  process.on("uncaughtException", (error) => {
    log.error({ stack: stackOf(error) }, "gitxds ends: an error that nobody foresaw; please report this");
    process.exit(2);
  });
}

function stopSignal(): AbortSignal {
  const stop = new AbortController();
  const on = (signal: NodeJS.Signals, manner: StopManner) => process.once(signal, () => stop.abort(manner));
  on("SIGINT", "at once");
  on("SIGTERM", "drain");
  return stop.signal;
}

import { homedir } from "node:os";
import { isAbsolute, join } from "node:path";
import { type Address, type AnalysisConfig, type Config, type PoliciesConfig, UsageError } from "../model/index.js";
import { parseAddress } from "./address.js";
import { readAnalysis } from "./analysis.js";
import { readCredentials } from "./credentials.js";
import { readConfigFile } from "./file.js";
import {
  type AnalysisFlags,
  analysisFlagSettings,
  type ConfigFlags,
  flagSettings,
  type PoliciesFlags,
} from "./flags.js";
import { readIstioTarget } from "./istio.js";
import { parseDomain, parseLabel } from "./names.js";
import { parsePath } from "./path.js";
import { readSchedule, withoutSchedule } from "./schedule.js";
import {
  badSetting,
  type PoliciesSettings,
  read,
  type Setting,
  type Settings,
  type SourceSettings,
} from "./setting.js";
import { readSource } from "./source.js";
import { readToken } from "./token.js";

/** What a configuration is made of. */
export interface ConfigInput {
  /** gitxds.yaml, as the user named it; null without one. */
  readonly file: string | null;
  readonly flags: ConfigFlags;
  /**
   * Read: GITXDS_TOKEN, GITXDS_SSH_KEY_FILE, GITXDS_SSH_KNOWN_HOSTS, SSH_AUTH_SOCK, XDG_STATE_HOME, HOME; HTTPS_PROXY,
   * HTTP_PROXY and NO_PROXY, in small letters too.
   */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Absolute; relative paths of flags start here. */
  readonly cwd: string;
}

/**
 * Merges defaults, gitxds.yaml, environment and flags, the later the stronger. Without a repository in flags or file,
 * `sources` is empty, and the caller serves what it likes instead. Throws UsageError for the first setting that is
 * wrong; no message holds a credential.
 */
export function loadConfig({ file, flags, env, cwd }: ConfigInput): Config {
  const fromFile = file === null ? {} : readConfigFile(file, cwd);
  const fromFlags = flagSettings(flags, cwd);
  const { interval } = fromFlags.settings;
  const settings: Omit<Settings, "policies"> = { ...withoutSchedule(fromFile, interval), ...fromFlags.settings };
  const listen = read(settings.listen, parseAddress, { host: "127.0.0.1", port: 18_000 });
  const admin = read(settings.admin, parseAddress, { host: "127.0.0.1", port: 18_080 });
  if (collide(listen, admin)) {
    throw new UsageError(
      `--listen and --admin are both port ${listen.port}`,
      "give each its own port: the one speaks gRPC, the other HTTP",
    );
  }
  const surroundings = { env, cwd, credentials: readCredentials(settings.credentials) };
  return {
    sources: chooseSources(fromFile, fromFlags, file)
      .map((source) => withoutSchedule(source, interval))
      .map((source) => readSource(source, surroundings)),
    listen,
    admin,
    stateDir: read(settings.stateDir, parsePath, defaultStateDir(env)),
    schedule: readSchedule(settings) ?? { type: "interval", ms: 15_000 },
    allowEmpty: settings.allowEmpty?.value ?? false,
    defaultNamespace: read(settings.defaultNamespace, parseLabel, "default"),
    domainSuffix: read(settings.domainSuffix, parseDomain, "cluster.local"),
    ...readIstioTarget(settings),
    analysis: readAnalysis({ ...fromFile.analysis?.value, ...analysisFlagSettings(flags, cwd) }),
    policies: readPolicies({ ...fromFile.policies?.value, ...fromFlags.policies }),
    adminTokenFile: read(settings.adminTokenFile, parsePath, null),
    token: readToken(env),
  };
}

/** What flags alone say of analysis. */
export function loadAnalysis(flags: AnalysisFlags, cwd: string): AnalysisConfig {
  return readAnalysis(analysisFlagSettings(flags, cwd));
}

/** What flags alone say of policies. */
export function loadPolicies(flags: PoliciesFlags, cwd: string): PoliciesConfig {
  return readPolicies(flagSettings(flags, cwd).policies);
}

function readPolicies({ inRepository, directory }: PoliciesSettings): PoliciesConfig {
  return { inRepository: inRepository?.value ?? true, directory: read(directory, parsePath, null) };
}

/** Whether two addresses cannot be listened on together; every address of the machine includes each one. */
function collide(a: Address, b: Address): boolean {
  const everywhere = [a.host, b.host].some((host) => host === "0.0.0.0" || host === "::");
  return a.port !== 0 && a.port === b.port && (everywhere || a.host === b.host);
}

/** A repository on the command line replaces the file's list; flags of a source alone change the file's source. */
function chooseSources(
  fromFile: Settings,
  { source }: ReturnType<typeof flagSettings>,
  file: string | null,
): readonly SourceSettings[] {
  const { url, ...rest } = source;
  if (url !== undefined) return [{ url, ...rest }];
  const fromList = atMostOne(fromFile.sources);
  if (fromList !== undefined) return [{ ...withoutRef(fromList, rest.ref), ...rest }];
  if (file !== null) {
    throw new UsageError(
      `${file}: names no source`,
      "add sources: [{url: …}], or name a repository on the command line",
    );
  }
  const stray = rest.ref ?? rest.path ?? rest.webhookSecretFile;
  if (stray !== undefined)
    throw badSetting(stray.origin, "there is no repository to apply it to", "name the repository, too");
  return [];
}

/** A ref on the command line also wins over the file's range of versions. */
function withoutRef(settings: SourceSettings, flag: Setting<string> | undefined): SourceSettings {
  if (flag === undefined) return settings;
  const { semver: _, ...others } = settings;
  return others;
}

/** The one place that knows how many sources this version serves. */
function atMostOne(sources: Settings["sources"]): SourceSettings | undefined {
  if (sources === undefined || sources.value.length <= 1) return sources?.value[0];
  const count = sources.value.length;
  throw badSetting(
    sources.origin,
    `${count} sources are listed, and this version serves one`,
    "keep one entry for now",
  );
}

/** XDG Base Directory Specification: a relative XDG_STATE_HOME is ignored. */
function defaultStateDir(env: ConfigInput["env"]): string {
  const { XDG_STATE_HOME: state, HOME: home } = env;
  const base = state !== undefined && isAbsolute(state) ? state : join(home || homedir(), ".local/state");
  return join(base, "gitxds");
}

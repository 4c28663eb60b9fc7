import {
  type AnalysisConfig,
  type Config,
  type PoliciesConfig,
  type SourceConfig,
  UsageError,
} from "../model/index.js";
import { parseAddress } from "./address.js";
import { readAnalysis } from "./analysis.js";
import { oneOf } from "./choice.js";
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
import { readListeners } from "./listeners.js";
import { parseDomain, parseLabel } from "./names.js";
import { parsePath } from "./path.js";
import { defaultPlaces } from "./places.js";
import { readSchedule, withoutSchedule } from "./schedule.js";
import {
  badSetting,
  type PoliciesSettings,
  read,
  type Setting,
  type Settings,
  type SourceSettings,
} from "./setting.js";
import { withShared } from "./shared.js";
import { readSource } from "./source.js";
import type { Surroundings } from "./source-auth.js";
import { readToken } from "./token.js";

/** What a configuration is made of. */
export interface ConfigInput {
  /** gitxds.yaml, as the user named it; null without one. */
  readonly file: string | null;
  readonly flags: ConfigFlags;
  /**
   * Read: GITXDS_LISTEN, GITXDS_ADMIN, GITXDS_STATE_DIR, GITXDS_TOKEN, GITXDS_SSH_KEY_FILE, GITXDS_SSH_KNOWN_HOSTS, SSH_AUTH_SOCK, XDG_STATE_HOME, HOME; HTTPS_PROXY,
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
  const places = defaultPlaces(env, cwd);
  const admin = read(settings.admin, parseAddress, places.admin);
  const surroundings = { env, cwd, credentials: readCredentials(settings.credentials) };
  const sources = readSources(
    chooseSources(fromFile, fromFlags, file).map((source) => withoutSchedule(source, interval)),
    surroundings,
  );
  return {
    sources,
    listeners: readListeners(settings, sources, { ...places, admin }),
    admin,
    stateDir: read(settings.stateDir, parsePath, places.stateDir),
    schedule: readSchedule(settings) ?? { type: "interval", ms: 15_000 },
    onStaleRemote: read(settings.onStaleRemote, oneOf(["serve-last-good", "wait"]), "serve-last-good"),
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

/** A repository on the command line replaces the file's list; flags of a source alone change the file's source. */
function chooseSources(
  { sources, defaults }: Settings,
  { source }: ReturnType<typeof flagSettings>,
  file: string | null,
): readonly SourceSettings[] {
  const { url, ...rest } = source;
  if (url !== undefined) return [withShared({ url, ...rest }, defaults?.value)];
  const listed = sources?.value.map((entry) => withShared(entry, defaults?.value)) ?? [];
  const flag = rest.ref ?? rest.path ?? rest.webhookSecretFile;
  if (listed.length > 1 && flag !== undefined) {
    throw badSetting(
      flag.origin,
      `the file has ${listed.length} sources`,
      "say it in the file, of the one that is meant",
    );
  }
  if (listed.length > 0) return listed.map((entry) => ({ ...withoutRef(entry, rest.ref), ...rest }));
  if (file !== null) {
    throw new UsageError(
      `${file}: names no source`,
      "add sources: [{url: …}], or name a repository on the command line",
    );
  }
  if (flag !== undefined) {
    throw badSetting(flag.origin, "there is no repository to apply it to", "name the repository, too");
  }
  return [];
}

/** A ref on the command line also wins over the file's range of versions. */
function withoutRef(settings: SourceSettings, flag: Setting<string> | undefined): SourceSettings {
  if (flag === undefined) return settings;
  const { semver: _, ...others } = settings;
  return others;
}

/** Reads each, and rejects names that stand twice: they are folders of the state directory. */
function readSources(settings: readonly SourceSettings[], surroundings: Surroundings): readonly SourceConfig[] {
  const sources: SourceConfig[] = [];
  for (const entry of settings) {
    const source = readSource(entry, surroundings);
    if (sources.some(({ name }) => name === source.name)) {
      const { origin } = entry.name ?? entry.url;
      throw badSetting(origin, `another source is named ${source.name}, too`, "give each a name of its own");
    }
    sources.push(source);
  }
  return sources;
}

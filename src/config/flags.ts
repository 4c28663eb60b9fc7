import type { AnalysisSettings, PoliciesSettings, Setting, Settings, SourceSettings } from "./setting.js";

/** The flags that are about policies. */
export type PoliciesFlags = Pick<ConfigFlags, "policies" | "skipRepositoryPolicies">;

/** Flags of the command line as they were given; what was not given is undefined. */
export interface ConfigFlags {
  /** The argument REPO. */
  readonly repo?: string | undefined;
  readonly ref?: string | undefined;
  readonly path?: string | undefined;
  readonly listen?: string | undefined;
  readonly admin?: string | undefined;
  readonly stateDir?: string | undefined;
  readonly interval?: string | undefined;
  readonly allowEmpty?: boolean | undefined;
  readonly defaultNamespace?: string | undefined;
  readonly domainSuffix?: string | undefined;
  readonly istioVersion?: string | undefined;
  readonly profile?: string | undefined;
  /** The directory of policies. */
  readonly policies?: string | undefined;
  readonly skipRepositoryPolicies?: boolean | undefined;
  readonly adminTokenFile?: string | undefined;
  readonly webhookSecretFile?: string | undefined;
  readonly analyzeFailOn?: string | undefined;
  /** Codes, separated by commas. */
  readonly analyzeDisable?: string | undefined;
  readonly meshConfig?: string | undefined;
}

/** The flags that are about analysis. */
export type AnalysisFlags = Pick<ConfigFlags, "analyzeFailOn" | "analyzeDisable" | "meshConfig">;

/** What flags say of analysis. */
export function analysisFlagSettings(flags: AnalysisFlags, cwd: string): AnalysisSettings {
  const given = settingsFrom(cwd);
  const codes = flags.analyzeDisable?.split(",").map((code) => code.trim());
  return compact({
    failOn: given("--analyze-fail-on", flags.analyzeFailOn),
    disable: given<readonly string[]>("--analyze-disable", codes),
    meshConfig: given("--mesh-config", flags.meshConfig),
  });
}

/** The settings that flags give: of the service, and of the one source that a command line can name. */
export function flagSettings(
  flags: ConfigFlags,
  cwd: string,
): {
  readonly settings: Omit<Settings, "sources" | "analysis" | "policies">;
  readonly policies: PoliciesSettings;
  readonly source: Partial<SourceSettings>;
} {
  const given = settingsFrom(cwd);
  return {
    settings: compact({
      listen: given<string | number>("--listen", flags.listen),
      admin: given<string | number>("--admin", flags.admin),
      stateDir: given("--state-dir", flags.stateDir),
      interval: given("--interval", flags.interval),
      allowEmpty: given("--allow-empty", flags.allowEmpty),
      defaultNamespace: given("--default-namespace", flags.defaultNamespace),
      domainSuffix: given("--domain-suffix", flags.domainSuffix),
      istioVersion: given("--istio-version", flags.istioVersion),
      profile: given("--profile", flags.profile),
      adminTokenFile: given("--admin-token-file", flags.adminTokenFile),
    }),
    policies: compact({
      directory: given("--policies", flags.policies),
      inRepository: flags.skipRepositoryPolicies === true ? given("--skip-repository-policies", false) : undefined,
    }),
    source: compact({
      url: given("REPO", flags.repo),
      ref: given("--ref", flags.ref),
      path: given("--path", flags.path),
      webhookSecretFile: given("--webhook-secret-file", flags.webhookSecretFile),
    }),
  };
}

/** Makes settings of flags that were given; relative paths start at `base`. */
function settingsFrom(base: string): <T>(where: string, value: T | undefined) => Setting<T> | undefined {
  return (where, value) => (value === undefined ? undefined : { value, origin: { where, base } });
}

/** Without the keys that are undefined, so that a spread of the result overrides nothing with nothing. */
function compact<T extends object>(object: T): { [Key in keyof T]?: Exclude<T[Key], undefined> } {
  const present = Object.entries(object).filter(([, value]) => value !== undefined);
  return Object.fromEntries(present) as { [Key in keyof T]?: Exclude<T[Key], undefined> };
}

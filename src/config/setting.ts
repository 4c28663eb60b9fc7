import { isJsonObject, type JsonObject, type JsonValue, UsageError } from "../model/index.js";

/** Where a setting was given. */
export interface Origin {
  /** How messages name it: `--listen`, `gitxds.yaml:3:9: listen`, `GITXDS_TOKEN`. */
  readonly where: string;
  /** The folder from which relative paths start. */
  readonly base: string;
}

/** A value as it was given, not yet judged, and where. */
export interface Setting<T> {
  readonly value: T;
  readonly origin: Origin;
}

/** The settings that say when a source is looked at. */
export interface ScheduleSettings {
  readonly interval?: Setting<string>;
  readonly schedule?: Setting<string>;
  readonly timezone?: Setting<string>;
}

/** What can be said of one source. A key that is missing was not given. */
export interface SourceSettings extends ScheduleSettings {
  readonly name?: Setting<string>;
  readonly url: Setting<string>;
  readonly ref?: Setting<string>;
  readonly semver?: Setting<string>;
  readonly path?: Setting<string>;
  readonly include?: Setting<readonly string[]>;
  readonly exclude?: Setting<readonly string[]>;
  readonly pin?: Setting<string>;
  readonly skip?: Setting<readonly string[]>;
  readonly accept?: Setting<readonly string[]>;
  readonly history?: Setting<string>;
  readonly onInvalid?: Setting<string>;
  readonly maxDeletions?: Setting<string>;
  readonly auth?: Setting<JsonObject>;
  readonly tls?: Setting<JsonObject>;
  readonly proxy?: Setting<string>;
  readonly verify?: Setting<JsonObject>;
  readonly owns?: Setting<JsonObject>;
  readonly webhook?: Setting<JsonObject>;
  /** From the command line; wins over what `webhook` says. */
  readonly webhookSecretFile?: Setting<string>;
}

/** What can be said of all sources at once: what holds for those that say nothing of it themselves. */
export type SharedSettings = Omit<Partial<SourceSettings>, "name" | "url" | "pin" | "owns" | "webhookSecretFile">;

/** What can be said of one listener. A key that is missing was not given. */
export interface ListenerSettings {
  readonly address: Setting<string | number>;
  readonly sources?: Setting<readonly string[]>;
  readonly tls?: Setting<JsonObject>;
  readonly allow?: Setting<readonly string[]>;
}

/** What can be said of policies. A key that is missing was not given. */
export interface PoliciesSettings {
  readonly inRepository?: Setting<boolean>;
  readonly directory?: Setting<string>;
}

/** What can be said of analysis. A key that is missing was not given. */
export interface AnalysisSettings {
  readonly failOn?: Setting<string>;
  readonly disable?: Setting<readonly string[]>;
  readonly meshConfig?: Setting<string>;
}

/** What can be said of the service. A key that is missing was not given. */
export interface Settings extends ScheduleSettings {
  readonly sources?: Setting<readonly SourceSettings[]>;
  readonly defaults?: Setting<SharedSettings>;
  readonly credentials?: Setting<readonly JsonObject[]>;
  readonly listen?: Setting<string | number>;
  readonly listeners?: Setting<readonly ListenerSettings[]>;
  readonly admin?: Setting<string | number>;
  readonly stateDir?: Setting<string>;
  readonly onStaleRemote?: Setting<string>;
  readonly allowEmpty?: Setting<boolean>;
  readonly defaultNamespace?: Setting<string>;
  readonly domainSuffix?: Setting<string>;
  readonly istioVersion?: Setting<string>;
  readonly profile?: Setting<string>;
  readonly analysis?: Setting<AnalysisSettings>;
  readonly policies?: Setting<PoliciesSettings>;
  readonly adminTokenFile?: Setting<string>;
}

/** A key of a mapping, as a setting of its own; undefined where it was not given. The file's schema has checked its type. */
export function member<T extends JsonValue>(
  { value, origin }: Setting<JsonObject>,
  key: string,
): Setting<T> | undefined {
  const found = isJsonObject(value) ? value[key] : undefined;
  return found === undefined
    ? undefined
    : { value: found as T, origin: { ...origin, where: `${origin.where}.${key}` } };
}

/** An entry of a list, as a setting of its own. */
export function element({ value, origin }: Setting<readonly JsonObject[]>, index: number): Setting<JsonObject> {
  return { value: value[index] ?? {}, origin: { ...origin, where: `${origin.where}[${index}]` } };
}

/** A setting as it was parsed, or what holds where it was not given. */
export function read<In, Out>(
  setting: Setting<In> | undefined,
  parse: (setting: Setting<In>) => Out,
  fallback: Out,
): Out {
  return setting === undefined ? fallback : parse(setting);
}

/** The error of a setting that cannot be used. */
export function badSetting({ where }: Origin, what: string, remedy: string): UsageError {
  return new UsageError(`${where}: ${what}`, remedy);
}

/**
 * A value as messages show it. A text with an `@` may hold a password in a form that no redaction foresees, so it is not
 * shown at all.
 */
export function shown(value: JsonValue): string {
  if (value === null) return "nothing";
  if (typeof value === "number") return `the number ${value}`;
  if (typeof value === "object") return Array.isArray(value) ? "a list" : "a mapping";
  if (typeof value !== "string") return String(value);
  if (value.includes("@")) return "a text with @, not shown here";
  return JSON.stringify(value.length <= 100 ? value : `${value.slice(0, 100)}…`);
}

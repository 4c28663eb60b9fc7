import { isDeepStrictEqual } from "node:util";
import type { Config, Ownership, SourceConfig } from "../model/index.js";

/** What a running service takes of a configuration that was read again. */
export interface Merged {
  /** What is in force from now on. */
  readonly config: Config;
  /** The settings that changed, as in `sources.mesh.skip`. */
  readonly applied: readonly string[];
  /** Settings that differ and take a restart, as in `listen`. */
  readonly restart: readonly string[];
}

/** Settings of the service that a running one takes; the rest is built into ports, folders and validators. */
const applicable: ReadonlySet<string> = new Set<keyof Config>(["allowEmpty", "schedule"]);

/**
 * A source of another URL has another clone and other commits, and what moves from one owner to another must at no time be
 * served of both; everything else of a source can change while it runs.
 */
export function mergeConfig(before: Config, after: Config): Merged {
  const { sources: sourcesBefore, ...serviceBefore } = before;
  const { sources: sourcesAfter, ...serviceAfter } = after;
  const differing = differingKeys(serviceBefore, serviceAfter);
  const applied = differing.filter((key) => applicable.has(key));
  const restart = differing.filter((key) => !applicable.has(key));
  const sources = sourcesBefore.map((source) => {
    const next = sourcesAfter.find(({ name }) => name === source.name);
    if (next === undefined) return source;
    if (next.url !== source.url) {
      restart.push(`sources.${source.name}.url`);
      return source;
    }
    if (!isDeepStrictEqual(next.owns, source.owns)) restart.push(`sources.${source.name}.owns`);
    const taken = withOwns(next, source.owns);
    applied.push(...differingKeys(source, taken).map((key) => `sources.${source.name}.${key}`));
    return taken;
  });
  if (!isDeepStrictEqual(names(sourcesBefore), names(sourcesAfter))) restart.push("sources");
  const taken = Object.fromEntries(Object.entries(serviceAfter).filter(([key]) => applicable.has(key)));
  return { config: { ...before, ...taken, sources }, applied, restart };
}

function withOwns({ owns: _, ...source }: SourceConfig, owns: Ownership | undefined): SourceConfig {
  return owns === undefined ? source : { ...source, owns };
}

function differingKeys(before: object, after: object): string[] {
  const values = new Map<string, unknown>(Object.entries(before));
  const others = new Map<string, unknown>(Object.entries(after));
  const keys = new Set([...values.keys(), ...others.keys()]);
  return [...keys].filter((key) => !isDeepStrictEqual(values.get(key), others.get(key)));
}

function names(sources: readonly SourceConfig[]): readonly string[] {
  return sources.map(({ name }) => name);
}

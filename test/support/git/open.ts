import type { TestContext } from "node:test";
import { sourceDefaults } from "../../../src/config/index.js";
import type { Commit, SourceConfig } from "../../../src/model/index.js";
import { GitxdsError } from "../../../src/model/index.js";
import { diffTrees, openSource, type Source, type Tree } from "../../../src/source/index.js";
import { type Clock, systemClock } from "../../../src/util/clock.js";

export const notAborted = new AbortController().signal;

/** A source's configuration with everything that a test does not care for filled in. */
export function sourceConfig(config: Partial<SourceConfig> & { readonly url: string }): SourceConfig {
  return { name: "test", ...sourceDefaults, ...config };
}

/** Opens a source that is closed after the test. */
export async function open(
  t: TestContext,
  config: Partial<SourceConfig> & { readonly url: string },
  options: { readonly stateDir?: string; readonly token?: string; readonly clock?: Clock } = {},
): Promise<Source> {
  const { stateDir = "/nonexistent", token = null, clock = systemClock } = options;
  const source = await openSource(sourceConfig(config), { stateDir, token, clock });
  t.after(() => source.close());
  return source;
}

/** Looks and fetches. */
export async function head(source: Source): Promise<Commit> {
  return source.fetch(await source.look(notAborted), notAborted, () => {});
}

/** The text of every file of a tree, by path. */
export async function contents(source: Source, tree: Tree): Promise<Record<string, string>> {
  const files = diffTrees(undefined, tree).changed;
  const texts = new Map<string, string>();
  await source.read(
    files.map(({ id }) => id),
    (id, bytes) => texts.set(id, Buffer.from(bytes).toString()),
  );
  return Object.fromEntries(files.map(({ path, id }) => [path, texts.get(id) ?? "not read"]).sort());
}

/** What head holds. */
export async function headContents(source: Source): Promise<Record<string, string>> {
  return contents(source, await source.list(await head(source)));
}

/** The GitxdsError that the promise fails with. */
export async function failure(promise: Promise<unknown>): Promise<GitxdsError> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof GitxdsError) return error;
    throw error;
  }
  throw new Error("it succeeded, an error was expected");
}

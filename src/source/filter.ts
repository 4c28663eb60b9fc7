import picomatch from "picomatch";
import type { IgnoreLayer } from "./ignore-file.js";

/** What is known about a folder when its entries are judged. */
export interface Scope {
  /** A folder on the way, or this one, was named by an include glob: everything below it is. */
  readonly included: boolean;
  /** Outermost first. */
  readonly ignores: readonly IgnoreLayer[];
}

/** Decides which files of a tree are read. Paths are relative to the folder that is read, with `/`. */
export interface Filter {
  readonly root: Scope;
  /** The scope below this folder; undefined where it and all that is in it are left out. */
  enter(scope: Scope, folder: string): Scope | undefined;
  takes(scope: Scope, file: string): boolean;
}

/** A glob that names a folder stands for all that is in it; exclude beats include, and .gitxdsignore takes from what is left. */
export function makeFilter(include: readonly string[], exclude: readonly string[]): Filter {
  const included = include.length === 0 ? () => true : matcher(include);
  const excluded = exclude.length === 0 ? () => false : matcher(exclude);
  return {
    root: { included: include.length === 0, ignores: [] },
    enter(scope, folder) {
      if (excluded(folder) || isIgnored(scope.ignores, `${folder}/`)) return undefined;
      return scope.included || !included(folder) ? scope : { ...scope, included: true };
    },
    takes(scope, file) {
      return (scope.included || included(file)) && !excluded(file) && !isIgnored(scope.ignores, file);
    },
  };
}

/** The innermost rule that speaks of a path decides. */
export function isIgnored(layers: readonly IgnoreLayer[], path: string): boolean {
  for (let index = layers.length - 1; index >= 0; index -= 1) {
    const verdict = layers[index]?.verdict(path);
    if (verdict !== undefined) return verdict === "ignored";
  }
  return false;
}

function matcher(globs: readonly string[]): (path: string) => boolean {
  const matches = picomatch(
    globs.map((glob) => glob.replace(/^\.?\/+/, "").replace(/\/+$/, "/**")),
    { dot: true, nonegate: true },
  );
  return (path) => matches(path);
}

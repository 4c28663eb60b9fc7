import { existsSync, readFileSync, type Stats } from "node:fs";
import { join } from "node:path";
import { finding } from "../findings/row.js";
import { sourceFindings } from "../findings/source.js";
import type { Commit, Finding, ObjectId, SourceConfig } from "../model/index.js";
import { makeFilter } from "./filter.js";
import { walkFolder } from "./folder-walk.js";
import { hashObject } from "./git-object.js";
import { isCandidate, limits } from "./limits.js";
import { readLocalRef } from "./local-refs.js";
import type { Repository } from "./repository.js";
import { type FileEntry, filesOf, type Tree } from "./tree-list.js";

/** Files named one by one, and files looked at, before the rest is left. */
const maxListed = 10;
const maxLookedAt = 20_000;

type Differences = { readonly path: string; readonly how: "changed" | "new" | "deleted" }[];

/**
 * Finds the files of a checkout that differ from the commit that is served: people who edit and wonder why nothing
 * happens should be told. The returned function never fails; it says nothing where the checkout is on another commit.
 */
export function makeUncommitted(config: SourceConfig) {
  const hashes = new Map<string, { readonly stamp: string; readonly id: ObjectId }>();
  const filter = makeFilter(config.include, config.exclude);

  return async (repository: Repository, commit: Commit, tree: Tree): Promise<readonly Finding[]> => {
    const { workTree } = repository;
    if (workTree === undefined) return [];
    try {
      if (readLocalRef(repository, "HEAD")?.id !== commit.sha) return [];
      const root = join(workTree, config.path);
      const sparse = existsSync(join(repository.gitDir, "info", "sparse-checkout"));
      return note(config.path, await compare(root, tree, sparse));
    } catch {
      return [];
    }
  };

  async function compare(root: string, tree: Tree, sparse: boolean): Promise<Differences> {
    const committed = new Map([...filesOf(tree.root)].filter(([path]) => isCandidate(path)));
    const found: Differences = [];
    let lookedAt = 0;
    let whole = true;
    await walkFolder({
      root,
      filter,
      ignoreFiles: [".gitignore"],
      onNote: () => {},
      onFile(path, stat) {
        lookedAt += 1;
        whole = found.length <= maxListed && lookedAt <= maxLookedAt;
        const entry = committed.get(path);
        committed.delete(path);
        if (entry === undefined) found.push({ path, how: "new" });
        else if (differs(join(root, path), stat, entry)) found.push({ path, how: "changed" });
        return whole;
      },
    });
    if (sparse || !whole) return found;
    for (const path of committed.keys()) {
      if (!existsSync(join(root, path))) found.push({ path, how: "deleted" });
    }
    return found;
  }

  /** A file whose size and times are as before is not read again. */
  function differs(file: string, stat: Stats, entry: FileEntry): boolean {
    if (stat.size !== entry.size) return true;
    const stamp = `${stat.ino} ${stat.mtimeMs} ${stat.ctimeMs} ${stat.size}`;
    const known = hashes.get(file);
    if (known?.stamp === stamp) return known.id !== entry.id;
    if (stat.size > limits.file) return false;
    const id = hashObject("blob", readFileSync(file));
    hashes.set(file, { stamp, id });
    return id !== entry.id;
  }
}

function note(path: string, differences: Differences): readonly Finding[] {
  if (differences.length === 0) return [];
  const listed = differences.slice(0, maxListed).map(({ path: file, how }) => `${file} (${how})`);
  const more = differences.length > maxListed ? " and more" : "";
  const where = path === "" ? "" : ` below "${path}"`;
  return [
    finding(
      sourceFindings.uncommitted,
      {},
      `not committed${where}, so not served: ${listed.join(", ")}${more}`,
      "commit what should be served; `gitxds validate` checks files as they are on disk",
    ),
  ];
}

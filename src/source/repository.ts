import { readFileSync, statSync } from "node:fs";
import { isAbsolute, join, resolve } from "node:path";
import { sourceFindings } from "../findings/source.js";
import { nodeErrorCode, sourceError } from "./errors.js";
import { limits } from "./limits.js";

/** Where the parts of a repository on disk are (gitrepository-layout). */
export interface Repository {
  /** Has HEAD; a worktree has its own. */
  readonly gitDir: string;
  /** Has refs, packed-refs, config and objects, shared by all worktrees. */
  readonly commonDir: string;
  /** Objects folders: its own, then the alternates. */
  readonly objects: readonly string[];
  /** The checked-out files; undefined for a bare repository. */
  readonly workTree: string | undefined;
  /** A shallow or partial clone: objects may be missing with good reason. */
  readonly incomplete: boolean;
}

/** Finds the repository at a path: a checkout, a worktree, a bare repository or a .git folder. Never looks further up. */
export function findRepository(path: string): Repository {
  const kind = kindOf(path);
  if (kind !== "folder") throw notRepository(path, kind === undefined ? "it does not exist" : "it is not a folder");
  const { gitDir, workTree } = findGitDir(path);
  const commonDir = readLine(join(gitDir, "commondir"));
  const common = commonDir === undefined ? gitDir : resolve(gitDir, commonDir);
  const config = readText(join(common, "config")) ?? "";
  refuseUnsupported(path, config);
  const objects = withAlternates(join(common, "objects"));
  const incomplete = kindOf(join(common, "shallow")) !== undefined || /^\s*(promisor|partialclone)\b/im.test(config);
  return { gitDir, commonDir: common, objects, workTree, incomplete };
}

function findGitDir(path: string): { readonly gitDir: string; readonly workTree: string | undefined } {
  const dotGit = join(path, ".git");
  switch (kindOf(dotGit)) {
    case "folder":
      if (isGitDir(dotGit)) return { gitDir: dotGit, workTree: path };
      throw notRepository(path, "its .git folder has no HEAD and objects");
    case "file": {
      const target = readLine(dotGit)?.match(/^gitdir: (.+)$/)?.[1];
      const gitDir = target === undefined ? undefined : resolve(path, target);
      if (gitDir !== undefined && isGitDir(gitDir)) return { gitDir, workTree: path };
      throw notRepository(path, `its .git file leads to ${gitDir ?? "nothing"}, which is no Git folder`);
    }
    default:
      if (isGitDir(path)) return { gitDir: path, workTree: undefined };
      throw notRepository(path, "it has no .git, and is not a bare repository");
  }
}

function isGitDir(path: string): boolean {
  if (kindOf(join(path, "HEAD")) !== "file") return false;
  return kindOf(join(path, "objects")) === "folder" || kindOf(join(path, "commondir")) === "file";
}

function notRepository(path: string, why: string): Error {
  return sourceError(
    sourceFindings.notRepository,
    `${path} is not a Git repository: ${why}`,
    "give the top folder of a repository, make one with `git init` and a commit, or check plain files with `gitxds validate`",
  );
}

function refuseUnsupported(path: string, config: string): void {
  if (/^\s*objectformat\s*=\s*"?sha256/im.test(config)) throw sha256Repository(path);
  if (!/^\s*refstorage\s*=\s*"?reftable/im.test(config)) return;
  throw sourceError(
    sourceFindings.unsupportedRepository,
    `${path} keeps its refs as reftable, which cannot be read in place`,
    "migrate it with `git refs migrate --ref-format=files`, or serve it over HTTP and follow that URL",
  );
}

export function sha256Repository(where: string): Error {
  return sourceError(
    sourceFindings.unsupportedRepository,
    `${where} uses SHA-256 object ids, which are not supported`,
    "follow a repository with SHA-1 ids: `git init --object-format=sha1` and push the files there",
  );
}

/** The folder and those that its info/alternates name, nested ones too (gitrepository-layout). */
function withAlternates(objects: string): readonly string[] {
  const found = [objects];
  const visit = (folder: string, depth: number) => {
    for (const line of (readText(join(folder, "info", "alternates")) ?? "").split("\n")) {
      if (line === "" || line.startsWith("#")) continue;
      const path = isAbsolute(line) ? line : resolve(folder, line);
      if (found.includes(path) || found.length >= 50) continue;
      found.push(path);
      if (depth < limits.alternates) visit(path, depth + 1);
    }
  };
  visit(objects, 1);
  return found;
}

function kindOf(path: string): "file" | "folder" | "other" | undefined {
  try {
    const stat = statSync(path);
    return stat.isFile() ? "file" : stat.isDirectory() ? "folder" : "other";
  } catch (error) {
    const code = nodeErrorCode(error);
    if (code === "ENOENT" || code === "ENOTDIR") return undefined;
    throw error;
  }
}

/** The text of a file of at most 64 MB; undefined where there is none. */
export function readText(path: string): string | undefined {
  try {
    if (statSync(path).size > limits.refList) return undefined;
    return readFileSync(path, "utf8");
  } catch (error) {
    const code = nodeErrorCode(error);
    if (code === "ENOENT" || code === "ENOTDIR" || code === "EISDIR") return undefined;
    throw error;
  }
}

function readLine(path: string): string | undefined {
  return readText(path)?.split("\n", 1)[0]?.trim();
}

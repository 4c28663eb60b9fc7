import { readdirSync } from "node:fs";
import { join } from "node:path";
import { isFullSha } from "../model/index.js";
import { damaged, nodeErrorCode } from "./errors.js";
import { limits } from "./limits.js";
import type { Ref } from "./refs.js";
import { type Repository, readText } from "./repository.js";

/** A ref of a repository on disk, symbolic ones followed; undefined where it does not exist. */
export function readLocalRef(repository: Repository, name: string): Ref | undefined {
  let at = name;
  for (let steps = 0; steps <= limits.symbolicRefs; steps += 1) {
    const text = isRefName(at) ? readRefFile(repository, at) : undefined;
    if (text === undefined) {
      const packed = readPackedRefs(repository).find((ref) => ref.name === at);
      return packed === undefined ? undefined : { ...packed, name, ...(at === name ? {} : { target: at }) };
    }
    if (isFullSha(text)) return { name, id: text, ...(at === name ? {} : { target: at }) };
    const target = /^ref:\s*(\S+)$/.exec(text)?.[1];
    if (target === undefined) throw damaged(`the file of ref ${at} holds neither an id nor a ref`);
    at = target;
  }
  throw damaged(`ref ${name} leads through more than ${limits.symbolicRefs} symbolic refs`);
}

/** Branches and tags, loose and packed. */
export function listLocalRefs(repository: Repository): readonly Ref[] {
  const refs = new Map(readPackedRefs(repository).map((ref) => [ref.name, ref]));
  for (const folder of ["refs/heads", "refs/tags"]) {
    for (const name of looseNames(repository.commonDir, folder, 0)) {
      const ref = readLocalRef(repository, name);
      if (ref !== undefined) refs.set(name, ref);
    }
  }
  return [...refs.values()];
}

/** Whether the name can be joined to a path and stays below it (git-check-ref-format, the part that matters). */
function isRefName(name: string): boolean {
  if (name === "HEAD") return true;
  return name.startsWith("refs/") && !/(^|\/)\.|\.\.|\/\/|\/$|[\p{Cc}\\]/u.test(name);
}

/** HEAD belongs to the worktree, every other ref to the repository. A folder is no ref. */
function readRefFile(repository: Repository, name: string): string | undefined {
  const folder = name === "HEAD" ? repository.gitDir : repository.commonDir;
  return readText(join(folder, name))?.trim();
}

function readPackedRefs(repository: Repository): readonly Ref[] {
  const refs: Ref[] = [];
  for (const line of (readText(join(repository.commonDir, "packed-refs")) ?? "").split("\n")) {
    const peeled = /^\^([0-9a-f]{40})$/.exec(line)?.[1];
    const last = refs.at(-1);
    if (peeled !== undefined && last !== undefined) {
      refs[refs.length - 1] = { ...last, peeled };
      continue;
    }
    const [, id, name] = /^([0-9a-f]{40}) (refs\/\S+)$/.exec(line) ?? [];
    if (id !== undefined && name !== undefined) refs.push({ name, id });
  }
  return refs;
}

function looseNames(root: string, folder: string, depth: number): readonly string[] {
  if (depth > 10) return [];
  try {
    return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
      const name = `${folder}/${entry.name}`;
      return entry.isDirectory() ? looseNames(root, name, depth + 1) : [name];
    });
  } catch (error) {
    if (nodeErrorCode(error) === "ENOENT") return [];
    throw error;
  }
}

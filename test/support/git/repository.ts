import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** A folder that goes away with the test. */
export interface Scratch {
  readonly path: string;
  remove(): void;
}

export function scratch(): Scratch {
  const path = mkdtempSync(join(tmpdir(), "gitxds-test-"));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

/** Runs the git binary in a folder, away from the user's configuration; returns what it prints. */
export function git(cwd: string, ...args: readonly string[]): string {
  return execFileSync("git", args, {
    cwd,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
    maxBuffer: 64 * 1024 * 1024,
    env: {
      PATH: process.env.PATH ?? "",
      HOME: cwd,
      GIT_CONFIG_NOSYSTEM: "1",
      GIT_CONFIG_GLOBAL: "/dev/null",
      GIT_AUTHOR_NAME: "Ada",
      GIT_AUTHOR_EMAIL: "ada@example.com",
      GIT_COMMITTER_NAME: "Ada",
      GIT_COMMITTER_EMAIL: "ada@example.com",
    },
  }).trim();
}

/** Paths with their text; null removes a file. */
export type Files = Readonly<Record<string, string | Uint8Array | null>>;

/** A checkout to commit in. */
export interface TestRepository {
  readonly path: string;
  /** Commits the changes on top of the current branch; returns the id. */
  commit(files: Files, message?: string): string;
  git(...args: readonly string[]): string;
}

/** Makes an empty repository with branch main. Further arguments go to `git init`. */
export function makeRepository(path: string, ...initArgs: readonly string[]): TestRepository {
  mkdirSync(path, { recursive: true });
  git(path, "init", "--quiet", "--initial-branch=main", ...initArgs);
  git(path, "config", "gc.auto", "0");
  return {
    path,
    git: (...args) => git(path, ...args),
    commit(files, message = "change") {
      for (const [name, content] of Object.entries(files)) {
        const file = join(path, name);
        if (content === null) {
          rmSync(file, { force: true });
          continue;
        }
        mkdirSync(dirname(file), { recursive: true });
        writeFileSync(file, content);
      }
      git(path, "add", "--all");
      git(path, "commit", "--quiet", "--allow-empty", "--message", message);
      return git(path, "rev-parse", "HEAD");
    },
  };
}

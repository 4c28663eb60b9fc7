import semver from "semver";
import { type CommitSha, commitSha, isFullSha } from "../model/index.js";
import { badSetting, type Setting, shown } from "./setting.js";

// biome-ignore lint/suspicious/noControlCharactersInRegex: git check-ref-format refuses control characters.
const refused = /[\u0000-\u0020\u007f~^:?*[\\]|\.\.|@\{|^-|^\/|\/$|\.lock$|\.$/;

/** Checks the form of a branch, tag or full commit id (git-check-ref-format), so that expressions are named as such. */
export function parseRef({ value, origin }: Setting<string>): string {
  const ref = value.trim();
  if (ref !== "" && ref.length <= 1_000 && !refused.test(ref)) return ref;
  throw badSetting(
    origin,
    `${shown(value)} is no name of a branch or tag`,
    "give a branch, a tag or a full commit id; expressions such as HEAD~1 are not resolved",
  );
}

/** Reads a range of versions as npm has them, as in `>=1.2 <2`. */
export function parseVersionRange({ value, origin }: Setting<string>): string {
  const range = value.trim();
  if (range !== "" && range.length <= 256 && semver.validRange(range) !== null) return range;
  throw badSetting(
    origin,
    `${shown(value)} is no range of versions`,
    'write it as npm does: ">=1.2 <2", "1.x" or "~1.4"; for one tag, use ref',
  );
}

/** Reads a full commit id: a short one could come to mean another commit. */
export function parseCommitId({ value, origin }: Setting<string>): CommitSha {
  const sha = value.trim().toLowerCase();
  if (isFullSha(sha)) return commitSha(sha);
  throw badSetting(origin, `${shown(value)} is no full commit id`, "give all 40 digits, as git rev-parse prints them");
}

/** Reads a list of full commit ids. */
export function parseCommitIds({ value, origin }: Setting<readonly string[]>): readonly CommitSha[] {
  return value.map((id) => parseCommitId({ value: id, origin }));
}

/**
 * Reads a folder inside the repository: slashes at the ends, doubled ones and `.` are dropped; empty is the whole tree.
 */
export function parseTreePath({ value, origin }: Setting<string>): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they have no business in a path that is shown.
  if (value.length > 4_000 || /[\u0000-\u001f\u007f]/.test(value)) {
    throw badSetting(origin, "is no usable path", "give a folder of the repository, as in mesh/prod");
  }
  if (value.includes("\\")) throw badSetting(origin, `${shown(value)} has a backslash`, "separate folders with /");
  const parts = value.split("/").filter((part) => part !== "" && part !== ".");
  if (parts.includes("..")) {
    const remedy = "give a folder of the repository, seen from its root, as in mesh/prod";
    throw badSetting(origin, `${shown(value)} leads upwards`, remedy);
  }
  return parts.join("/");
}

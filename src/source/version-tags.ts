import semver from "semver";
import { sourceFindings } from "../findings/source.js";
import { sourceError } from "./errors.js";
import { limits } from "./limits.js";
import type { Ref } from "./refs.js";

const tagPrefix = "refs/tags/";

/** A tag and the version that its name is; a `v` before it does not count. */
interface Version {
  readonly tag: string;
  readonly ref: Ref;
  readonly version: semver.SemVer;
}

/**
 * The tags whose names are versions within the range, lowest first, the highest fifty. Prereleases are within it only where
 * the range names one of the same version, as npm has it. Of tags of one version (v1.2.0 and 1.2.0, or with other build
 * metadata) the one whose name sorts last counts as the newer.
 */
export function matchingTags(range: string, refs: readonly Ref[]): readonly Ref[] {
  return versionsOf(refs)
    .filter(({ version }) => semver.satisfies(version, range))
    .slice(-limits.chainCommits)
    .map(({ ref }) => ref);
}

function versionsOf(refs: readonly Ref[]): readonly Version[] {
  return refs
    .flatMap((ref): Version[] => {
      const tag = ref.name.startsWith(tagPrefix) ? ref.name.slice(tagPrefix.length) : "";
      const version = semver.parse(tag);
      return version === null ? [] : [{ tag, ref, version }];
    })
    .sort((a, b) => semver.compare(a.version, b.version) || (a.tag < b.tag ? -1 : 1));
}

/** How many tags below, above and among the range are listed. */
const maxNear = 10;

/** The error where no tag is within the range; lists the nearest versions that there are. */
export function noMatchingTag(range: string, refs: readonly Ref[], where: string): Error {
  return sourceError(
    sourceFindings.refMissing,
    `${where} has no tag that is a version within ${JSON.stringify(range)}; ${whatThereIs(range, refs)}`,
    "push such a tag, or correct semver; prereleases are within a range only where it names one, as in >=2.0.0-0",
  );
}

function whatThereIs(range: string, refs: readonly Ref[]): string {
  const versions = versionsOf(refs);
  if (versions.length > 0) {
    const at = (side: number) => versions.filter(({ version }) => sideOf(version, range) === side);
    const near = [...at(-1).slice(-maxNear), ...at(0).slice(-maxNear), ...at(1).slice(0, maxNear)];
    return `nearest tags: ${near.map(({ tag }) => tag).join(", ")}`;
  }
  const tags = refs.filter(({ name }) => name.startsWith(tagPrefix)).map(({ name }) => name.slice(tagPrefix.length));
  if (tags.length === 0) return "it has no tags";
  return `none of its tags is a version: ${tags.slice(0, maxNear).join(", ")}${tags.length > maxNear ? " and more" : ""}`;
}

/** Below the range, above it, or among it: prereleases, and what lies in a gap. */
function sideOf(version: semver.SemVer, range: string): -1 | 0 | 1 {
  if (semver.satisfies(version, range, { includePrerelease: true })) return 0;
  if (semver.ltr(version, range)) return -1;
  return semver.gtr(version, range) ? 1 : 0;
}

import { finding } from "../../findings/row.js";
import { sourceFindings } from "../../findings/source.js";
import { type Finding, GitxdsError } from "../../model/index.js";
import type { DigestedFile } from "./digest.js";

/** Resources of one commit, valid or not. Far beyond a mesh, and within the memory of a small pod. */
export const maxResources = 200_000;

const { tooLarge } = sourceFindings;
const message = `the files hold more than ${maxResources} resources`;
const remedy = "narrow the path, add exclude globs, or split the repository";

/** Counts while files are digested, so that the memory does not have to hold all of too many. Throws at the limit. */
export function countResourcesOf(): (file: Pick<DigestedFile, "identities">) => void {
  let count = 0;
  return ({ identities }) => {
    count += identities.length;
    if (count > maxResources) throw new GitxdsError(tooLarge.code, message, remedy, { retry: "changed" });
  };
}

/** What rejects a commit that has too many, those of unchanged files included. */
export function tooManyResources(files: Iterable<Pick<DigestedFile, "identities">>): readonly Finding[] {
  let count = 0;
  for (const { identities } of files) count += identities.length;
  return count > maxResources ? [finding(tooLarge, {}, message, remedy)] : [];
}

import type { CommitSha, Head } from "../../model/index.js";

/** What a look found, as far as deciding depends on it. */
export type Looked = Pick<Head, "commit" | "tag" | "versions">;

/**
 * Whether a look found what was decided already: the same head, and with a range of versions the same tags below it. A tag
 * that was made anew for the same commit may be signed otherwise.
 */
export function isDecided(head: Looked, decided: Looked | undefined): boolean {
  if (decided === undefined || decided.commit !== head.commit || decided.tag?.id !== head.tag?.id) return false;
  return named(head) === named(decided);
}

/**
 * Commits from which deciding may go on: the head decided last and the live commit, where they were decided by the rules of
 * now and what leads to them has not changed. A branch leads to a commit by its parents, which never change; tags below a
 * version can come, move and go. Where the live commit is no version any more, a replica that starts now would not have it.
 */
export function decidedSince(
  head: Looked,
  decided: Looked | undefined,
  live: CommitSha | undefined,
): readonly CommitSha[] {
  if (decided === undefined) return [];
  const known = live === undefined ? [decided.commit] : [decided.commit, live];
  if (head.versions === undefined && decided.versions === undefined) return known;
  const unchanged = known.filter((sha) => {
    const way = wayTo(sha, head);
    return way !== "" && way === wayTo(sha, decided);
  });
  return live === undefined || unchanged.includes(live) ? unchanged : [];
}

/** The tags up to a commit; empty where it is not among them. */
function wayTo(sha: CommitSha, { commit, versions = [] }: Looked): string {
  const at = versions.findIndex((version) => version.commit === sha);
  return named({ commit, versions: versions.slice(0, at + 1) });
}

function named({ versions = [] }: Looked): string {
  return versions.map(({ ref, commit, tag }) => `${ref} ${commit} ${tag?.id ?? ""}`).join("\n");
}

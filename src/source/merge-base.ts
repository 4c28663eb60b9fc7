import type { CommitSha } from "../model/index.js";
import { tooLarge } from "./errors.js";
import { limits } from "./limits.js";

/** What of a commit a walk through history needs. */
export interface CommitLinks {
  readonly parents: readonly CommitSha[];
  /** Seconds since 1970, as the committer's clock had it. */
  readonly committedAt: number;
}

interface Waiting extends CommitLinks {
  readonly sha: CommitSha;
}

/** How a commit was reached: from the first, from the second, or by way of a common ancestor that is nearer. */
const fromFirst = 1;
const fromSecond = 2;
const beyond = 4;
const common = fromFirst | fromSecond;

/**
 * The nearest common ancestor of two commits, as `git merge-base` finds it: from both backwards, newest first, until
 * nothing is left that is not behind a common ancestor. Of several (after criss-cross merges) the newest; commits of one
 * time may be reached in any order, so the walk goes on while one of several may prove to be behind another. Undefined
 * where the two have none; throws where it would take more than `limits.history` commits.
 */
export function findMergeBase(
  read: (sha: CommitSha) => CommitLinks,
  first: CommitSha,
  second: CommitSha,
): CommitSha | undefined {
  const marks = new Map<CommitSha, number>();
  const queue: Waiting[] = [];
  const found: Waiting[] = [];
  const markOf = (sha: CommitSha) => marks.get(sha) ?? 0;
  const reach = (sha: CommitSha, mark: number) => {
    if ((markOf(sha) & mark) === mark) return;
    marks.set(sha, markOf(sha) | mark);
    insert(queue, { sha, ...read(sha) });
  };
  reach(first, fromFirst);
  reach(second, fromSecond);
  const isNearest = ({ sha }: Waiting) => (markOf(sha) & beyond) === 0;
  const mayChange = () => {
    const nearest = found.filter(isNearest);
    const newest = queue.at(-1);
    return nearest.length > 1 && newest !== undefined && nearest.some((one) => one.committedAt <= newest.committedAt);
  };
  while (queue.some(isNearest) || mayChange()) {
    if (marks.size > limits.history) {
      throw tooLarge(
        `no common commit of ${first} and ${second} was found within ${limits.history} commits`,
        "compare with a commit that is nearer",
      );
    }
    const next = queue.pop();
    if (next === undefined) break;
    const mark = markOf(next.sha);
    if (mark === common && !found.some(({ sha }) => sha === next.sha)) found.push(next);
    for (const parent of next.parents) reach(parent, mark === common ? mark | beyond : mark);
  }
  return found.find(isNearest)?.sha;
}

/** Keeps the newest at the end. */
function insert(queue: Waiting[], commit: Waiting): void {
  let low = 0;
  let high = queue.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((queue[middle]?.committedAt ?? 0) <= commit.committedAt) low = middle + 1;
    else high = middle;
  }
  queue.splice(low, 0, commit);
}

import { pipelineFindings } from "../findings/pipeline.js";
import {
  type CommitSha,
  type Finding,
  GitxdsError,
  type HeldCommit,
  isFullSha,
  type LastError,
  type SourceConfig,
  type SourceState,
  type SourceStatus,
} from "../model/index.js";
import { redactUrls } from "../util/redact.js";
import type { PassOutcome } from "./phases.js";

/** Findings listed in the status; a commit that breaks a thousand files needs no thousand lines to say so. */
const maxFindings = 200;

/** What stands of the newest commit that was judged. */
interface Verdict {
  readonly commit: CommitSha;
  readonly rejected: readonly Finding[] | null;
  readonly held: HeldCommit | null;
}

/** What is known of one source: immutable, each step gives the next. */
export interface SourceProgress {
  readonly state: SourceState;
  readonly since: Date;
  readonly head: CommitSha | null;
  readonly verdict: Verdict | null;
  readonly live: { readonly commit: CommitSha; readonly subject: string; readonly author: string } | null;
  readonly lastFetchAt: Date | null;
  readonly lastError: LastError | null;
}

/** Before the first look. */
export function startingProgress(now: Date): SourceProgress {
  return {
    state: "starting",
    since: now,
    head: null,
    verdict: null,
    live: null,
    lastFetchAt: null,
    lastError: null,
  };
}

/** After a pass that came to an end, whatever its verdict. */
export function afterPass(
  progress: SourceProgress,
  outcome: PassOutcome,
  config: SourceConfig,
  now: Date,
): SourceProgress {
  const head = outcome.head.commit;
  const next = { ...progress, head, lastFetchAt: now, lastError: null };
  if (outcome.type === "published") {
    const { sha, subject, author } = outcome.seen.commit;
    next.live = { commit: sha, subject, author };
  }
  if (outcome.type !== "unchanged") {
    next.verdict = {
      commit: head,
      rejected: outcome.type === "rejected" ? outcome.findings : null,
      held: outcome.type === "held" ? { commit: head, ...outcome.hold } : null,
    };
  }
  return withState(next, config, now);
}

/** After a pass that failed: the remote, the network, the state directory. */
export function afterFailure(
  progress: SourceProgress,
  error: LastError,
  config: SourceConfig,
  now: Date,
): SourceProgress {
  return withState({ ...progress, lastError: error }, config, now);
}

function withState(progress: SourceProgress, config: SourceConfig, now: Date): SourceProgress {
  const state = stateOf(progress, config);
  return state === progress.state ? progress : { ...progress, state, since: now };
}

function stateOf({ lastError, verdict }: SourceProgress, config: SourceConfig): SourceState {
  if (lastError !== null) return "failing";
  if (verdict === null) return "starting";
  if (verdict.rejected !== null) return "rejected";
  if (verdict.held !== null) return "held";
  return config.ref !== null && isFullSha(config.ref) ? "pinned" : "following";
}

/** Turns what a pass threw into what the status shows. Unforeseen errors are shown too, marked as ours. */
export function toLastError(error: unknown, now: Date): LastError {
  const at = now.toISOString();
  if (error instanceof GitxdsError) return { code: error.code, message: error.message, remedy: error.remedy, at };
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return {
    code: pipelineFindings.unexpected.code,
    message: `unexpected error: ${redactUrls(text)}`,
    remedy: "please report this with the log lines around it; gitxds keeps serving what it has and tries again",
    at,
  };
}

/** The source as `GET /api/v1/status` shows it. */
export function sourceStatus(config: SourceConfig, progress: SourceProgress, nextPollAt: Date | null): SourceStatus {
  const { verdict, live } = progress;
  return {
    name: config.name,
    url: redactUrls(config.url),
    ref: config.ref,
    path: config.path,
    state: progress.state,
    since: progress.since.toISOString(),
    reason: reasonOf(progress),
    head: progress.head,
    commit: live?.commit ?? null,
    subject: live?.subject ?? null,
    author: live?.author ?? null,
    lastFetchAt: progress.lastFetchAt?.toISOString() ?? null,
    nextPollAt: nextPollAt?.toISOString() ?? null,
    lastError: progress.lastError,
    rejected: verdict?.rejected ? { commit: verdict.commit, findings: verdict.rejected.slice(0, maxFindings) } : null,
    partial: [],
    held: verdict?.held ? [verdict.held] : [],
  };
}

function reasonOf({ state, lastError, verdict }: SourceProgress): string | null {
  switch (state) {
    case "starting":
      return "the first look at the remote is under way";
    case "failing":
      return lastError === null ? null : `${lastError.message}; ${lastError.remedy}`;
    case "rejected": {
      const errors = (verdict?.rejected ?? []).filter(({ severity }) => severity === "error");
      const first = errors[0];
      const where = first?.file ? `${first.file}:${first.line ?? 1}:${first.column ?? 1}: ` : "";
      return `commit ${verdict?.commit} has ${errors.length} error${errors.length === 1 ? "" : "s"}, first ${where}${first?.message}`;
    }
    case "held":
      return verdict?.held ? `${verdict.held.message}; ${verdict.held.remedy}` : null;
    default:
      return null;
  }
}

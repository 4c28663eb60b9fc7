import { pipelineFindings } from "../../findings/pipeline.js";
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
  type VersionTag,
} from "../../model/index.js";
import { redactUrls } from "../../util/redact.js";
import type { KeptBack } from "../commit/decide.js";
import { allKeptBack, type LiveCommit, type PassOutcome } from "../phases.js";
import { countPartial } from "./count-partial.js";

/** Findings listed in the status; a commit that breaks a thousand files needs no thousand lines to say so. */
const maxFindings = 200;

/** Resources that are listed as partial. */
const maxPartial = 1_000;

/** Commits that are listed as held. */
const maxHeld = 50;

/** What is known of one source: immutable, each step gives the next. */
export interface SourceProgress {
  readonly state: SourceState;
  readonly since: Date;
  readonly head: CommitSha | null;
  /** With a range of versions: the tags that the last look found. */
  readonly versions: readonly VersionTag[];
  /** Commits newer than the live one, oldest first; null before the first decision. */
  readonly keptBack: readonly KeptBack[] | null;
  readonly live: Pick<LiveCommit, "commit" | "findings" | "partial"> | null;
  readonly lastFetchAt: Date | null;
  readonly lastError: LastError | null;
}

/** Before the first look. */
export function startingProgress(now: Date, restored: LiveCommit | undefined): SourceProgress {
  return {
    state: "starting",
    since: now,
    head: null,
    versions: [],
    keptBack: null,
    live: restored === undefined ? null : liveOf(restored),
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
  const { commit: head, versions = [] } = outcome.head;
  const next = { ...progress, head, versions, lastFetchAt: now, lastError: null };
  if (outcome.type === "decided") {
    next.keptBack = allKeptBack(outcome.state);
    const { live } = outcome.state;
    if (live !== undefined) next.live = liveOf(live);
  } else {
    next.keptBack ??= [];
  }
  return withState(next, config, now);
}

function liveOf({ commit, findings, partial }: LiveCommit): SourceProgress["live"] {
  return { commit, findings, partial };
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

function stateOf({ lastError, keptBack }: SourceProgress, config: SourceConfig): SourceState {
  if (lastError !== null) return "failing";
  if (keptBack === null) return "starting";
  const head = keptBack.at(-1);
  if (head !== undefined) return head.type;
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
  const { live } = progress;
  const keptBack = progress.keptBack ?? [];
  const rejected = keptBack.findLast((kept) => kept.type === "rejected");
  return {
    name: config.name,
    url: redactUrls(config.url),
    ref: config.semver === null ? config.ref : (tagOf(progress, live?.commit.sha ?? progress.head) ?? null),
    semver: config.semver,
    path: config.path,
    state: progress.state,
    since: progress.since.toISOString(),
    reason: reasonOf(progress),
    head: progress.head,
    commit: live?.commit.sha ?? null,
    subject: live?.commit.subject ?? null,
    author: live?.commit.author ?? null,
    lastFetchAt: progress.lastFetchAt?.toISOString() ?? null,
    nextPollAt: nextPollAt?.toISOString() ?? null,
    lastError: progress.lastError,
    rejected: rejected ? { commit: rejected.commit, findings: rejected.findings.slice(0, maxFindings) } : null,
    partial: live?.partial?.resources.slice(0, maxPartial) ?? [],
    invalid: invalidOf(progress).slice(0, maxFindings),
    held: keptBack.flatMap((kept) => (kept.type === "held" ? [heldCommit(kept)] : [])).slice(-maxHeld),
  };
}

function heldCommit({ commit, hold }: Extract<KeptBack, { type: "held" }>): HeldCommit {
  return { commit, ...hold };
}

/** The errors of files that are not served as the live commit has them. */
function invalidOf({ live }: SourceProgress): readonly Finding[] {
  return live?.partial === undefined ? [] : live.findings.filter(({ severity }) => severity === "error");
}

/** The short name of the tag that names the commit, where a range of versions is followed. */
function tagOf({ versions }: SourceProgress, sha: CommitSha | null): string | undefined {
  return versions.find(({ commit }) => commit === sha)?.ref.replace(/^refs\/tags\//, "");
}

function reasonOf(progress: SourceProgress): string | null {
  const { state, lastError, keptBack } = progress;
  if (state === "starting") return "the first look at the remote is under way";
  if (state === "failing") return lastError === null ? null : `${lastError.message}; ${lastError.remedy}`;
  const head = keptBack?.at(-1);
  if (head === undefined) return partialReasonOf(progress);
  const commit = nameOf(progress, head.commit);
  if (head.type === "held") return `${commit}: ${head.hold.message}; ${head.hold.remedy}`;
  return `${commit} has ${errorsIn(head.findings.filter(({ severity }) => severity === "error"))}`;
}

function partialReasonOf(progress: SourceProgress): string | null {
  const { live } = progress;
  const count = countPartial(live?.partial);
  if (live === null || count === undefined) return null;
  const served = `until that is corrected, resources served as of earlier commits: ${count.kept}, not served: ${count.waiting}`;
  return `${nameOf(progress, live.commit.sha)} has ${errorsIn(invalidOf(progress))}; ${served}`;
}

function nameOf(progress: SourceProgress, sha: CommitSha): string {
  const tag = tagOf(progress, sha);
  return `${tag === undefined ? "" : `${tag}, `}commit ${sha}`;
}

/** How many, and the first with its place. */
function errorsIn(errors: readonly Finding[]): string {
  const [first] = errors;
  const where = first?.file ? `${first.file}:${first.line ?? 1}:${first.column ?? 1}: ` : "";
  return `${errors.length} error${errors.length === 1 ? "" : "s"}, first ${where}${first?.message}`;
}

import { type Emit, GitxdsError, type SourceConfig, type SourceStatus } from "../model/index.js";
import type { Source } from "../source/index.js";
import { backoffMs, jitteredMs } from "../util/backoff.js";
import { type LiveCommit, type PassContext, type PassOutcome, runPass, type SeenCommit } from "./phases.js";
import {
  afterFailure,
  afterPass,
  type SourceProgress,
  sourceStatus,
  startingProgress,
  toLastError,
} from "./source-status.js";

/** What all passes of a source share. */
type FollowerContext = Omit<PassContext, "source" | "signal" | "onProgress">;

/** A pass that ended in a publication. */
export type Published = Extract<PassOutcome, { type: "published" }>;

/** What a follower is made of. */
export interface FollowerOptions {
  readonly context: FollowerContext;
  /** Called until it succeeds: what is missing at start may appear later. */
  readonly open: () => Promise<Source>;
  readonly intervalMs: number;
  readonly emit: Emit;
  readonly onPublish: (outcome: Published) => void;
}

/** Follows one source: a pass, a wait, a pass. One pass at a time; what fails is tried again with backoff, for ever. */
export class Follower {
  readonly config: SourceConfig;
  readonly #options: FollowerOptions;
  readonly #context: FollowerContext;
  readonly #emit: Emit;
  readonly #abort = new AbortController();
  #progress: SourceProgress;
  #source: Source | undefined;
  #seen: SeenCommit | undefined;
  #live: LiveCommit | undefined;
  #failures = 0;
  #nextPollAt: Date | null = null;
  #wake: (() => void) | undefined;
  #refresh = false;

  constructor(options: FollowerOptions) {
    this.config = options.context.config;
    this.#options = options;
    this.#context = options.context;
    this.#emit = options.emit;
    this.#progress = startingProgress(options.context.clock.now());
  }

  /** Runs until stop() is called. */
  async run(): Promise<void> {
    while (!this.#abort.signal.aborted) {
      this.#refresh = false;
      await this.#wait(await this.#pass());
    }
    await this.#source?.close();
  }

  /** Looks now instead of at the next poll; while a pass runs, once more after it. */
  refresh(): void {
    this.#refresh = true;
    this.#wake?.();
  }

  /** Ends the wait or the request under way. */
  stop(): void {
    this.#abort.abort();
    this.#wake?.();
  }

  status(): SourceStatus {
    return sourceStatus(this.config, this.#progress, this.#nextPollAt);
  }

  /** One pass; the delay until the next. */
  async #pass(): Promise<number> {
    const { clock } = this.#context;
    this.#nextPollAt = null;
    try {
      this.#source ??= await this.#options.open();
      const outcome = await runPass(this.#passContext(this.#source), this.#seen, this.#live);
      this.#failures = 0;
      this.#progress = afterPass(this.#progress, outcome, this.config, clock.now());
      this.#take(outcome);
      return jitteredMs(this.#options.intervalMs);
    } catch (error) {
      if (this.#abort.signal.aborted) return 0;
      return this.#fail(error);
    }
  }

  #take(outcome: PassOutcome): void {
    const source = this.config.name;
    if (outcome.type === "unchanged") return;
    this.#seen = outcome.seen;
    const { sha: commit, subject } = outcome.seen.commit;
    if (outcome.type === "rejected") {
      this.#emit({ type: "rejected", source, commit, findings: outcome.findings });
    } else if (outcome.type === "held") {
      this.#emit({ type: "held", source, commit, ...outcome.hold });
    } else {
      this.#live = outcome.live;
      this.#options.onPublish(outcome);
      const resources = [...outcome.live.collections.values()].reduce((sum, { names }) => sum + names.length, 0);
      const { cost, warnings } = outcome;
      this.#emit({ type: "published", source, commit, subject, resources, cost, warnings });
    }
  }

  #fail(error: unknown): number {
    const now = this.#context.clock.now();
    this.#failures += 1;
    const waits = error instanceof GitxdsError && error.retry === "changed";
    const retryInMs = waits ? jitteredMs(this.#options.intervalMs) : backoffMs(this.#failures);
    const lastError = toLastError(error, now);
    const again = this.#progress.lastError?.message === lastError.message;
    this.#progress = afterFailure(this.#progress, lastError, this.config, now);
    // The same trouble at every poll is one line in the log; the status has the newest time.
    if (!again) this.#emit({ type: "look-failed", source: this.config.name, error: lastError, retryInMs });
    return retryInMs;
  }

  #passContext(source: Source): PassContext {
    return {
      ...this.#context,
      source,
      signal: this.#abort.signal,
      onProgress: (phase, done, total) =>
        this.#emit({ type: "progress", source: this.config.name, phase, done, total }),
    };
  }

  #wait(ms: number): Promise<void> {
    if (this.#refresh || this.#abort.signal.aborted) return Promise.resolve();
    const { clock } = this.#context;
    this.#nextPollAt = new Date(clock.now().getTime() + ms);
    return new Promise((resolve) => {
      const cancel = clock.after(ms, resolve);
      this.#wake = () => {
        cancel();
        resolve();
      };
    });
  }
}

import { isDeepStrictEqual } from "node:util";
import type { GateRules } from "../../gate/index.js";
import {
  type CommitSha,
  type Emit,
  GitxdsError,
  type Schedule,
  type SourceConfig,
  type SourceStatus,
} from "../../model/index.js";
import type { Source } from "../../source/index.js";
import { atLeastMs, backoffMs } from "../../util/backoff.js";
import { nextLookMs } from "../../util/schedule.js";
import type { KeptBack } from "../commit/decide.js";
import {
  allKeptBack,
  type LiveCommit,
  nothingDecided,
  type PassContext,
  type PassOutcome,
  type PassState,
  type Publication,
  runPass,
} from "../phases.js";
import type { Restored } from "./last-good.js";
import { Looks } from "./looks.js";
import { Pace } from "./pace.js";
import { opensAlike, undecided } from "./same-source.js";
import {
  afterFailure,
  afterPass,
  type SourceProgress,
  sourceStatus,
  startingProgress,
  toLastError,
} from "./source-status.js";
import { toldOfKeptBack, toldOfLive } from "./told.js";

/** What all passes of a source share. */
type FollowerContext = Omit<PassContext, "source" | "rules" | "signal" | "since" | "onProgress">;

/** What of a follower stands in the configuration, and may change while it runs. */
export interface FollowerSettings {
  readonly config: SourceConfig;
  readonly rules: GateRules;
  readonly schedule: Schedule;
  /** Called until it succeeds: what is missing at start may appear later. */
  readonly open: (onAsked: (at: number) => void) => Promise<Source>;
  /** Keeps what is served, for the next process. False where it was not kept; it is called again after the next pass. */
  readonly save: (live: LiveCommit, publishedAt: Date, trust: string) => boolean;
}

/** What a follower is made of. */
export interface FollowerOptions extends FollowerSettings {
  readonly context: FollowerContext;
  readonly emit: Emit;
  /** What an earlier process left. */
  readonly restored?: Restored | undefined;
  readonly onPublish: (publication: Publication, publishedAt: Date) => void;
}

/** However often it is asked to look now, looks begin at least this far apart. In ms. */
const refreshPauseMs = 1_000;

/** The same for looks that new clients wait for. In ms. */
const freshenPauseMs = 100;

/** The wait until the next look. */
interface Delay {
  readonly delayMs: number;
  /** The remote asked not to be asked for a while: nothing cuts that short. */
  readonly deaf: boolean;
}

/** Follows one source: a pass, a wait, a pass. One pass at a time; what fails is tried again with backoff, for ever. */
export class Follower {
  readonly #options: FollowerOptions;
  readonly #context: FollowerContext;
  readonly #emit: Emit;
  readonly #abort = new AbortController();
  #settings: FollowerSettings;
  /** Settings that the next pass begins with. */
  #changed: FollowerSettings | undefined;
  #progress: SourceProgress;
  #source: Source | undefined;
  #state: PassState;
  #publishedAt: Date;
  #saved = true;
  /** What was told of already. */
  #told: ReadonlySet<CommitSha> = new Set();
  #failures = 0;
  /** When the look under way began, as the clock's elapsed time. */
  #beganAt = 0;
  readonly #pace: Pace;
  readonly #looks = new Looks();

  constructor(options: FollowerOptions) {
    this.#options = options;
    this.#settings = options;
    this.#context = options.context;
    this.#emit = options.emit;
    this.#pace = new Pace(options.context.clock);
    const now = options.context.clock.now();
    this.#state = options.restored?.state ?? nothingDecided;
    this.#publishedAt = options.restored?.publishedAt ?? now;
    this.#progress = startingProgress(now, this.#state.live);
  }

  get config(): SourceConfig {
    return this.#settings.config;
  }

  /** Runs until stop() is called. */
  async run(): Promise<void> {
    while (!this.#abort.signal.aborted) {
      const { delayMs, deaf } = await this.#pass(this.#pace.begin());
      await this.#pace.wait(delayMs, { deaf });
    }
    await this.#source?.close();
  }

  /**
   * Looks now instead of at the next poll; while a pass runs, once more after it. Many calls come to one look a second, and
   * none where the remote asked to wait.
   */
  refresh(): void {
    this.#pace.ask(refreshPauseMs);
  }

  /**
   * Resolves with true once what a look from now on found has been decided and published, with false where the remote cannot
   * be looked at; asked patiently, with true alone. With a cron expression the last look that was due is enough.
   */
  async freshen(patient: boolean): Promise<boolean> {
    const isCron = this.#settings.schedule.type === "cron";
    const since = isCron ? 0 : this.#context.clock.elapsed();
    const known = this.#looks.known(since, patient);
    if (known !== undefined) return known;
    if (!isCron && this.#failures === 0) this.#pace.ask(freshenPauseMs);
    return this.#looks.next(since, patient);
  }

  /**
   * Looks along with another source of the same repository that asks now, where this one waits for nothing but an interval:
   * the times of a cron expression may be meant.
   */
  #join(at: number): void {
    if (this.#failures === 0 && this.#settings.schedule.type !== "cron") this.#pace.join(at);
  }

  /**
   * Goes on with other settings of the same source, at the next look, which is asked for; a pass under way ends with those
   * that it began with.
   */
  configure(settings: FollowerSettings): void {
    this.#changed = settings;
    this.refresh();
  }

  /** Ends the wait or the request under way. */
  stop(): void {
    this.#abort.abort();
    this.#pace.stop();
  }

  status(): SourceStatus {
    return sourceStatus(this.config, this.#progress, this.#pace.nextAt);
  }

  /** One pass. */
  async #pass(since: number): Promise<Delay> {
    const { clock } = this.#context;
    this.#beganAt = clock.elapsed();
    try {
      await this.#takeSettings();
      this.#source ??= await this.#settings.open((at) => this.#join(at));
      const outcome = await runPass(this.#passContext(this.#source, since), this.#state);
      this.#failures = 0;
      this.#progress = afterPass(this.#progress, outcome, this.config, clock.now());
      this.#take(outcome);
      this.#looks.decided(since);
      this.#tellLooked(null);
      return { delayMs: nextLookMs(this.#settings.schedule), deaf: false };
    } catch (error) {
      if (this.#abort.signal.aborted) return { delayMs: 0, deaf: false };
      return this.#fail(error);
    }
  }

  /**
   * Takes up settings that have changed. What is live stays until the next pass has decided the whole way to head by the
   * new rules, as a replica does that has just started with them.
   */
  async #takeSettings(): Promise<void> {
    if (this.#changed === undefined) return;
    const before = this.#settings;
    const after = this.#changed;
    this.#settings = after;
    this.#changed = undefined;
    this.#failures = 0;
    const opensAnew = !opensAlike(before.config, after.config);
    if (!opensAnew && isDeepStrictEqual(before.rules, after.rules)) return;
    this.#state = undecided(this.#state, before.config, after.config);
    this.#told = new Set();
    if (!opensAnew) return;
    const source = this.#source;
    this.#source = undefined;
    await source?.close();
  }

  #take(outcome: PassOutcome): void {
    if (outcome.type === "unchanged") {
      this.#save(!this.#saved);
      return;
    }
    const rejudged = this.#state.decided === undefined;
    this.#state = outcome.state;
    if (outcome.publication !== undefined) this.#publishedAt = this.#context.clock.now();
    const unsaved = rejudged || !this.#saved || this.#isToBeSaved(outcome.publication);
    if (outcome.publication !== undefined) {
      // On disk first: a process that is killed in between comes back with nothing older than what clients have. Without
      // the files, which take longest to write and only spare the next process reading them.
      this.#save(unsaved, { files: false });
      this.#publish(outcome.publication);
      this.#save(unsaved && this.#saved);
    } else this.#save(unsaved);
    const keptBack = allKeptBack(outcome.state);
    for (const kept of keptBack) this.#tell(kept);
    this.#told = new Set(keptBack.map(({ commit }) => commit));
  }

  /** Where history counts, a restart has to know which commit was live, also where that changed nothing. */
  #isToBeSaved(publication: Publication | undefined): boolean {
    if (publication === undefined) return false;
    return publication.changed.length > 0 || this.#settings.rules.history === "fast-forward";
  }

  #save(needed: boolean, { files } = { files: true }): void {
    const { live, decided, trust } = this.#state;
    // What was decided by other rules than those of now is not said to be.
    if (!needed || live === undefined || decided === undefined) return;
    const kept = files ? live : { ...live, files: undefined };
    this.#saved = this.#settings.save(kept, this.#publishedAt, trust);
  }

  #publish(publication: Publication): void {
    this.#options.onPublish(publication, this.#publishedAt);
    const lookedAt = new Date(this.#context.clock.now().getTime() - this.#lookMs());
    this.#emit(toldOfLive(this.config.name, publication, lookedAt));
  }

  #tell(kept: KeptBack): void {
    if (!this.#told.has(kept.commit)) this.#emit(toldOfKeptBack(this.config.name, kept));
  }

  #fail(error: unknown): Delay {
    const now = this.#context.clock.now();
    this.#failures += 1;
    this.#looks.failed();
    const delay = this.#delayAfter(error);
    const retryInMs = delay.delayMs;
    const lastError = toLastError(error, now);
    const again = this.#progress.lastError?.message === lastError.message;
    this.#progress = afterFailure(this.#progress, lastError, this.config, now);
    // The same trouble at every poll is one line in the log; the status has the newest time.
    if (!again) this.#emit({ type: "look-failed", source: this.config.name, error: lastError, retryInMs });
    this.#tellLooked(lastError.code);
    return delay;
  }

  #tellLooked(code: string | null): void {
    const { state } = this.#progress;
    this.#emit({ type: "looked", source: this.config.name, state, code, ms: this.#lookMs() });
  }

  #lookMs(): number {
    return this.#context.clock.elapsed() - this.#beganAt;
  }

  /** How long to wait after a failure: never less than the remote asked for. */
  #delayAfter(error: unknown): Delay {
    const { retry = "later", retryAfterMs = null } = error instanceof GitxdsError ? error : {};
    const ownMs = retry === "changed" ? nextLookMs(this.#settings.schedule) : backoffMs(this.#failures);
    if (retryAfterMs === null) return { delayMs: ownMs, deaf: false };
    return { delayMs: Math.max(ownMs, atLeastMs(retryAfterMs)), deaf: true };
  }

  #passContext(source: Source, since: number): PassContext {
    return {
      ...this.#context,
      rules: this.#settings.rules,
      source,
      signal: this.#abort.signal,
      since,
      onProgress: (phase, done, total) =>
        this.#emit({ type: "progress", source: this.config.name, phase, done, total }),
    };
  }
}

import type { Clock } from "../../util/clock.js";

/**
 * When a follower looks: after a wait, or sooner where a look is asked for. Looks that are asked for begin some time
 * apart, however many ask. Times are the clock's elapsed ones.
 */
export class Pace {
  readonly #clock: Clock;
  #nextAt: Date | null = null;
  #beganAt = 0;
  /** Since when the next look has to be true, where that is earlier than when it begins. */
  #since: number | undefined;
  /** How far the look that is asked for has to be from the one before. */
  #pauseMs: number | undefined;
  /** Ends the wait; there while one is under way. */
  #wake: (() => void) | undefined;
  /** Nothing that is asked for cuts the wait short. */
  #deaf = false;
  #stopped = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** When the wait ends; null while a look is under way. */
  get nextAt(): Date | null {
    return this.#nextAt;
  }

  /** A look begins. Since when what it finds has to be true. */
  begin(): number {
    this.#beganAt = this.#clock.elapsed();
    const since = this.#since ?? this.#beganAt;
    this.#since = undefined;
    this.#pauseMs = undefined;
    this.#deaf = false;
    this.#nextAt = null;
    return since;
  }

  /** Asks for a look from now on, at least so long after the beginning of the one before. */
  ask(pauseMs: number): void {
    this.#pauseMs = Math.min(pauseMs, this.#pauseMs ?? pauseMs);
    this.#since = this.#clock.elapsed();
    if (!this.#deaf) this.#wake?.();
  }

  /** Looks along with another source, whose request began at that time, unless a look is under way or asked for. */
  join(at: number): void {
    if (this.#pauseMs !== undefined || this.#deaf || this.#wake === undefined) return;
    this.#since = at;
    this.#wake();
  }

  /** Ends the wait, and every later one. */
  stop(): void {
    this.#stopped = true;
    this.#wake?.();
  }

  /** Resolves when the next look is due: after the delay, or earlier where one is asked for and may be. */
  async wait(ms: number, { deaf }: { readonly deaf: boolean }): Promise<void> {
    this.#deaf = deaf;
    if (this.#pauseMs === undefined || deaf) await this.#sleep(ms);
    while (this.#pauseMs !== undefined) {
      const leftMs = this.#beganAt + this.#pauseMs - this.#clock.elapsed();
      if (leftMs <= 0 || this.#stopped) return;
      await this.#sleep(leftMs);
    }
  }

  #sleep(ms: number): Promise<void> {
    if (this.#stopped) return Promise.resolve();
    this.#nextAt = new Date(this.#clock.now().getTime() + ms);
    return new Promise((resolve) => {
      const cancel = this.#clock.after(ms, () => this.#wake?.());
      this.#wake = () => {
        this.#wake = undefined;
        cancel();
        resolve();
      };
    });
  }
}

/** Asks whether what is served is what a look found that is true of that time or later. */
interface Question {
  readonly since: number;
  /** Whether only a success is an answer. */
  readonly patient: boolean;
  readonly answer: (fresh: boolean) => void;
}

/** What looks at one remote came to, and who waits for the next. Times are the clock's elapsed ones. */
export class Looks {
  /** What the newest look that was decided found was true then. */
  #decidedAt = Number.NEGATIVE_INFINITY;
  #failing = false;
  #waiting: Question[] = [];

  /** A look that is true of that time has been decided, and what came of it is published. */
  decided(at: number): void {
    this.#failing = false;
    this.#decidedAt = Math.max(this.#decidedAt, at);
    this.#settle(({ since }) => since <= this.#decidedAt, true);
  }

  failed(): void {
    this.#failing = true;
    this.#settle(({ patient }) => !patient, false);
  }

  /** Undefined where only a look from now on can tell. */
  known(since: number, patient: boolean): boolean | undefined {
    if (this.#decidedAt >= since && !this.#failing) return true;
    return this.#failing && !patient ? false : undefined;
  }

  /** Resolves with the next look that can tell: true where it was decided, false where it failed. */
  next(since: number, patient: boolean): Promise<boolean> {
    return new Promise((answer) => this.#waiting.push({ since, patient, answer }));
  }

  #settle(isAnswered: (question: Question) => boolean, fresh: boolean): void {
    const answered = this.#waiting.filter(isAnswered);
    this.#waiting = this.#waiting.filter((question) => !answered.includes(question));
    for (const { answer } of answered) answer(fresh);
  }
}

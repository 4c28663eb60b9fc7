import type { Clock } from "../util/clock.js";

/** Runs out where a client owes an ACK or NACK for too long. */
export class AckTimer {
  readonly #clock: Clock;
  readonly #ms: number;
  readonly #onLapse: () => void;
  #cancel: (() => void) | undefined;

  constructor(clock: Clock, ms: number, onLapse: () => void) {
    this.#clock = clock;
    this.#ms = ms;
    this.#onLapse = onLapse;
  }

  /** Runs while the client owes something; what it has answered starts it afresh. */
  update(owes: boolean, answered: boolean): void {
    if (answered || !owes) {
      this.#cancel?.();
      this.#cancel = undefined;
    }
    if (owes) this.#cancel ??= this.#clock.after(this.#ms, this.#onLapse);
  }
}

import type { Clock } from "../util/clock.js";
import type { AdsStream, Retirement } from "./stream.js";

/** The open streams of one endpoint. */
export class OpenStreams implements Iterable<AdsStream> {
  readonly #streams = new Set<AdsStream>();
  #onOpened: ((stream: AdsStream) => void) | undefined;
  #onEmpty: (() => void) | undefined;

  [Symbol.iterator](): Iterator<AdsStream> {
    // What is done to one stream may end others, or open them.
    return [...this.#streams].values();
  }

  add(stream: AdsStream): void {
    this.#streams.add(stream);
    this.#onOpened?.(stream);
  }

  delete(stream: AdsStream): void {
    this.#streams.delete(stream);
    if (this.#streams.size === 0) this.#onEmpty?.();
  }

  /**
   * Retires each stream at a time of its own, so that clients do not all come to the other replicas at once; those that
   * are opened meanwhile, too. Resolves when none is left, or the time is over.
   */
  drain(ms: number, retirement: Retirement, clock: Clock): Promise<void> {
    if (this.#streams.size === 0) return Promise.resolve();
    const until = clock.elapsed() + ms;
    this.#onOpened = (stream) => {
      const leftMs = Math.max(0, until - clock.elapsed());
      clock.after(Math.random() * leftMs, () => stream.retire(retirement));
    };
    for (const stream of this) this.#onOpened(stream);
    return new Promise((resolve) => {
      this.#onEmpty = resolve;
      clock.after(ms, resolve);
    });
  }
}
